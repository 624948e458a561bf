import type { Advice } from '$lib/domain/face';
import type { PhotoProblem } from '$lib/domain/photo';
import type { ProgressStage } from '$lib/domain/progress';
import type { AnyRecipe, Likeness, Recipe, StyleId } from '$lib/domain/recipe';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';

/** Domain words in the person's language. */

export const styleName = (style: StyleId): string =>
	({
		watercolour: m.style_watercolour,
		poster: m.style_poster,
		engraving: m.style_engraving,
		pixel: m.style_pixel,
		crayons: m.style_crayons,
		neon: m.style_neon,
		medallion: m.style_medallion,
		oil: m.style_oil,
		papercut: m.style_papercut,
		comic: m.style_comic,
		ukiyoe: m.style_ukiyoe,
		lowpoly: m.style_lowpoly,
	})[style]();

function instantName({ style, seed, tuning }: Recipe): string {
	const name = m.result_name({ style: styleName(style), number: seed + 1 });
	return tuning ? m.result_tuned({ name }) : name;
}

/** "Watercolour 2": people count from 1. @param generatedStyle name of a generated style, where it is known */
export function recipeName(recipe: AnyRecipe, generatedStyle: string | null = null): string {
	switch (recipe.kind) {
		case undefined:
			return instantName(recipe);
		case 'generated':
			return m.result_name({
				style: generatedStyle ?? m.own_words(),
				number: recipe.seed + 1,
			});
		case 'id-photo':
			return getLocale() === 'zh-CN' ? recipe.spec.name.zh : recipe.spec.name.en;
	}
}

/** "Likeness 87"; where the score means little, that people should judge. */
export const likenessName = ({ score, meaningful }: Likeness): string =>
	(meaningful ? m.likeness_badge : m.likeness_rough_label)({ score: Math.round(score) });

export const stageText = (stage: ProgressStage): string =>
	({
		runtime: m.stage_runtime,
		models: m.stage_models,
		decode: m.stage_decode,
		detect: m.stage_detect,
		analyse: m.stage_analyse,
		matte: m.stage_matte,
		prepare: m.stage_prepare,
		render: m.stage_render,
		score: m.stage_score,
	})[stage]();

/** What is wrong, and what to do about it. */
export const problemText = (problem: PhotoProblem): { title: string; advice: string } =>
	({
		empty: { title: m.problem_empty(), advice: m.problem_empty_advice() },
		'not-an-image': { title: m.problem_not_image(), advice: m.problem_not_image_advice() },
		unsupported: { title: m.problem_unsupported(), advice: m.problem_unsupported_advice() },
		damaged: { title: m.problem_damaged(), advice: m.problem_damaged_advice() },
		'too-small': { title: m.problem_too_small(), advice: m.problem_too_small_advice() },
		'too-large': { title: m.problem_too_large(), advice: m.problem_too_large_advice() },
		unreadable: { title: m.problem_unreadable(), advice: m.problem_unreadable_advice() },
	})[problem];

export const adviceText = ({ kind }: Advice): string =>
	({
		small: m.advice_small,
		blurred: m.advice_blurred,
		dark: m.advice_dark,
		bright: m.advice_bright,
		turned: m.advice_turned,
		tilted: m.advice_tilted,
		covered: m.advice_covered,
		cut: m.advice_cut,
		several: m.advice_several,
	})[kind]();

/** "about 4 seconds left", from a second up. */
export const timeLeft = (seconds: number): string =>
	seconds < 60
		? m.time_left_seconds({ count: seconds })
		: m.time_left_minutes({ count: Math.ceil(seconds / 60) });

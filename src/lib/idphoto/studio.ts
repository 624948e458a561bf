import type { Executor } from '$lib/compute/kernel';
import type {
	HeadMeasure,
	IdAdjust,
	IdCheck,
	IdCorrection,
	IdMode,
	IdRecipe,
	IdSpec,
	IdSubject,
	Placement,
	SquareMask,
} from '$lib/domain/id-photo';
import type { OnProgress } from '$lib/domain/progress';
import {
	affineBounds,
	affineScale,
	composeAffine,
	IDENTITY,
	invertAffine,
	type Pixels,
} from '$lib/image/warp';
import { backgroundColours, colourOfHex, replaceBackground } from './background';
import { checkPicture } from './check/checks';
import { facePatch, type FacePatch } from './check/face-patch';
import { cutout, type Cutout } from './cutout';
import { measureHead } from './measure';
import {
	areaFor,
	correctMatte,
	covers,
	refinePerson,
	type MatteArea,
	type PersonMatte,
} from './person-matte';
import { personSquare, type PersonSquare } from './person-square';
import { placeCrop } from './place';
import { resamplePicture } from './resample-picture';
import { applyCurves, retouch } from './retouch';

/** A finished picture with all that is known of it. */
export interface IdPicture {
	readonly width: number;
	readonly height: number;
	/** width x height x RGBA, sRGB, opaque. */
	readonly rgba: Uint8ClampedArray<ArrayBuffer>;
	readonly placement: Placement;
	readonly checks: readonly IdCheck[];
	/** Milliseconds of each stage. */
	readonly timing: Readonly<Record<string, number>>;
}

interface JobOptions {
	readonly signal?: AbortSignal;
	readonly onProgress?: OnProgress;
}

/** Makes ID photos of one open photo. */
export interface IdStudio {
	/** Keeps the photo and measures its head. @param finer a mask of another network, or null */
	open(photo: Pixels, subject: IdSubject, finer: SquareMask | null): HeadMeasure;
	fit(
		spec: IdSpec,
		mode: IdMode,
		adjust: IdAdjust | null,
	): { readonly placement: Placement; readonly checks: readonly IdCheck[] };
	/** Throws RangeError when the mode or the spec forbids what the recipe asks for. */
	render(
		recipe: IdRecipe,
		correction: IdCorrection | null,
		options?: JobOptions,
	): Promise<IdPicture>;
	/** The refined mask over a square of the photo. */
	matte(correction: IdCorrection | null, options?: JobOptions): Promise<PersonMatte>;
}

interface Opened {
	readonly photo: Pixels;
	readonly subject: IdSubject;
	readonly person: PersonSquare;
	readonly head: HeadMeasure;
	readonly patch: FacePatch;
	/** The matte that was refined last. */
	matte: PersonMatte | null;
	corrected: {
		readonly of: PersonMatte;
		readonly by: IdCorrection;
		readonly matte: PersonMatte;
	} | null;
}

/** Side of the matte that a brush works on. */
const BRUSH_SIDE = 768;
/** Longest side of the picture on which fit() judges. */
const FIT_SIDE = 240;
/** What the photo does not have, where its background is kept. */
const NOTHING = '#ffffff';

/** @param executor stays the caller's */
export function createIdStudio(executor: Executor): IdStudio {
	let opened: Opened | null = null;
	const need = () => {
		if (!opened) throw new Error('no photo is open');
		return opened;
	};

	async function matteFor(
		open: Opened,
		area: MatteArea,
		correction: IdCorrection | null,
		signal?: AbortSignal,
	): Promise<PersonMatte> {
		if (!open.matte || !covers(open.matte, area))
			open.matte = await refinePerson(executor, open.photo, open.person, area, signal);
		if (!correction) return open.matte;
		const { corrected } = open;
		if (corrected?.of === open.matte && corrected.by === correction) return corrected.matte;
		const matte = await correctMatte(executor, open.matte, correction, signal);
		open.corrected = { of: open.matte, by: correction, matte };
		return matte;
	}

	return {
		open(photo, subject, finer) {
			const person = personSquare(photo, subject, finer);
			const head = measureHead(subject, person.mask);
			const patch = facePatch(photo, IDENTITY, subject, head);
			opened = { photo, subject, person, head, patch, matte: null, corrected: null };
			return head;
		},
		fit(spec, mode, adjust) {
			const { photo, subject, person, head, patch } = need();
			if (!spec.modes.includes(mode)) throw new RangeError(`${spec.id} has no mode ${mode}`);
			const placement = placeCrop(head, spec, photo, adjust);
			// Backgrounds are judged on a small picture.
			const k = Math.min(1, FIT_SIDE / Math.max(spec.px.width, spec.px.height));
			const size = {
				width: Math.round(spec.px.width * k),
				height: Math.round(spec.px.height * k),
			};
			const small = composeAffine([k, 0, 0, 0, k, 0], placement.toPicture);
			const rgba = resamplePicture(photo, small, size, colourOfHex(NOTHING));
			const { mask } = person;
			const checks = checkPicture(
				{ subject, head, patch, mask, spec, placement },
				{ rgba, size, toPicture: small, replaced: false },
			);
			return { placement, checks };
		},
		async render(recipe, correction, { signal, onProgress } = {}) {
			const open = need();
			const { photo, subject, person, head } = open;
			const { spec, background } = recipe;
			assertAllowed(recipe);
			const clock = stopwatch();
			const report = (fraction: number) => onProgress?.({ stage: 'render', fraction });
			// 1. The photo in its place.
			const placement = placeCrop(head, spec, photo, recipe.adjust ?? null);
			const { toPicture } = placement;
			const size = spec.px;
			const colours = backgroundColours(background, size);
			const rgba = resamplePicture(photo, toPicture, size, colourOfHex(NOTHING));
			clock.lap('place');
			report(0.2);
			await executor.checkpoint(signal);
			// 2. Who is the person, where more than the place changes.
			let cut: Cutout | null = null;
			if (colours || recipe.retouch.colour > 0) {
				const shown = affineBounds(invertAffine(toPicture), size.width, size.height);
				const area = areaFor(person, shown, affineScale(toPicture));
				cut = cutout(await matteFor(open, area, correction, signal), toPicture, size, photo);
			}
			clock.lap('matte');
			report(0.7);
			// 3. Light, colour and skin; the edge's own colours as everything else.
			const curves = retouch(rgba, size, subject.landmarks, toPicture, cut?.alpha, recipe.retouch);
			if (cut && curves) applyCurves(cut.foreground.data, curves);
			clock.lap('retouch');
			// 4. Another background.
			if (colours && cut) replaceBackground(rgba, cut.alpha, cut.foreground, colours);
			clock.lap('compose');
			report(0.85);
			await executor.checkpoint(signal);
			// 5. What an official would say to it.
			const patch = curves
				? facePatch({ ...size, data: rgba }, toPicture, subject, head)
				: open.patch;
			const checks = checkPicture(
				{ subject, head, patch, mask: person.mask, spec, placement },
				{ rgba, size, toPicture, replaced: colours !== null },
			);
			clock.lap('checks');
			report(1);
			return { ...size, rgba, placement, checks, timing: clock.laps };
		},
		matte: (correction, { signal } = {}) => {
			const open = need();
			const { square } = open.person;
			const side = Math.min(BRUSH_SIDE, Math.round(square.width));
			return matteFor(open, { square, side }, correction, signal);
		},
	};
}

/** Throws RangeError for what a mode or an authority forbids: the two modes are never mixed. */
function assertAllowed({ spec, mode, background, retouch }: IdRecipe): void {
	if (!spec.modes.includes(mode)) throw new RangeError(`${spec.id} has no mode ${mode}`);
	if (mode === 'studio') return;
	if (retouch.light !== 0 || retouch.colour !== 0 || retouch.skin !== 0)
		throw new RangeError('an unaltered photo is not retouched');
	if (background.kind !== 'keep' && !spec.backgroundMayBeReplaced)
		throw new RangeError(`${spec.id} does not let the background be replaced`);
}

/** Milliseconds between laps. */
function stopwatch(): { readonly laps: Record<string, number>; lap(name: string): void } {
	const laps: Record<string, number> = {};
	let last = performance.now();
	return {
		laps,
		lap(name) {
			const now = performance.now();
			laps[name] = now - last;
			last = now;
		},
	};
}

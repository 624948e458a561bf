import type {
	IdAdjust,
	IdBackground,
	IdCorrection,
	IdMode,
	IdRecipe,
	IdRetouch,
	IdSpec,
} from '$lib/domain/id-photo';

/** Everything a person decides about one ID photo. */
export interface IdChoices {
	readonly spec: IdSpec;
	readonly mode: IdMode;
	readonly background: IdBackground;
	readonly retouch: IdRetouch;
	readonly adjust: IdAdjust;
	/** What was painted on the matte; null for nothing. */
	readonly correction: IdCorrection | null;
}

export const NO_RETOUCH: IdRetouch = { light: 0, colour: 0, skin: 0 };
export const NO_ADJUST: IdAdjust = { scale: 1, x: 0, y: 0, roll: 0 };
export const KEEP: IdBackground = { kind: 'keep', colours: [] };

/** Whether the background may be replaced: always in the studio, by the book otherwise. */
export function mayReplace({ spec, mode }: Pick<IdChoices, 'spec' | 'mode'>): boolean {
	return mode === 'studio' || spec.backgroundMayBeReplaced;
}

/** What a spec is begun with: its usual background where it may be replaced, and nothing changed by hand. */
export function choicesFor(spec: IdSpec, wanted: IdMode | null = null): IdChoices {
	const mode = wanted && spec.modes.includes(wanted) ? wanted : preferredMode(spec);
	return {
		spec,
		mode,
		background: usualBackground(spec, mode),
		retouch: NO_RETOUCH,
		adjust: NO_ADJUST,
		correction: null,
	};
}

/** Prints and papers for work are made in a studio; what an office checks is left as it is. */
function preferredMode({ modes, kind }: IdSpec): IdMode {
	const studio = kind === 'print' || kind === 'work' || kind === 'custom';
	return studio && modes.includes('studio') ? 'studio' : modes[0];
}

function usualBackground(spec: IdSpec, mode: IdMode): IdBackground {
	if (!mayReplace({ spec, mode })) return KEEP;
	return { kind: 'plain', colours: [spec.backgrounds[0]] };
}

/** Another document: what still makes sense is kept. The crop is found anew. */
export function withSpec(choices: IdChoices, spec: IdSpec): IdChoices {
	const begun = choicesFor(spec, spec.modes.includes(choices.mode) ? choices.mode : null);
	const sameColour =
		choices.background.kind !== 'keep' &&
		mayReplace(begun) &&
		choices.background.colours.every((colour) => spec.backgrounds.includes(colour));
	return {
		...begun,
		background: sameColour ? choices.background : begun.background,
		retouch: begun.mode === 'studio' ? choices.retouch : NO_RETOUCH,
		correction: choices.correction,
	};
}

/** The two modes are never mixed: unaltered gives up whatever changes the person's pixels. */
export function withMode(choices: IdChoices, mode: IdMode): IdChoices {
	const { spec } = choices;
	const allowed = mayReplace({ spec, mode });
	const kept =
		choices.background.kind === 'keep' ? usualBackground(spec, mode) : choices.background;
	return {
		...choices,
		mode,
		background: allowed ? kept : KEEP,
		retouch: mode === 'studio' ? choices.retouch : NO_RETOUCH,
	};
}

export function recipeOf({ spec, mode, background, retouch, adjust }: IdChoices): IdRecipe {
	const moved = adjust.scale !== 1 || adjust.x !== 0 || adjust.y !== 0 || adjust.roll !== 0;
	return {
		version: 1,
		kind: 'id-photo',
		spec,
		mode,
		background,
		retouch,
		...(moved && { adjust }),
	};
}

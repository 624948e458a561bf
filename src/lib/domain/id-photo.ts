/** ID photos: the rules, what was measured of a head, and what came out. Lengths say their unit in their name. */
import type { Pose } from './face';
import type { Affine, Box, Point } from './geometry';

/** Unaltered: no pixel of the person is changed. Studio: background, light and colour may be. Never mixed. */
export type IdMode = 'unaltered' | 'studio';

/** low..high, both included. */
export type Range = readonly [low: number, high: number];

export interface LocalText {
	readonly en: string;
	readonly zh: string;
}

/** One document's rules as dated data. Shares are of the picture's height unless they say otherwise. */
export interface IdSpec {
	readonly id: string;
	readonly name: LocalText;
	/** More to find it by, lower case: pinyin, its initials, other names. */
	readonly keywords: readonly string[];
	/** ISO 3166 alpha-2; null for sizes that are used anywhere. */
	readonly country: string | null;
	readonly kind:
		'passport' | 'visa' | 'identity' | 'licence' | 'exam' | 'work' | 'print' | 'custom';
	readonly mm: { readonly width: number; readonly height: number } | null;
	/** What the file has; at `dpi` the print has `mm`. */
	readonly px: { readonly width: number; readonly height: number };
	readonly dpi: number;
	/** Crown to chin, share of the height. */
	readonly head: Range | null;
	/** Width of the face, share of the width. */
	readonly faceWidth: Range | null;
	/** Eye line above the bottom edge. */
	readonly eyes: Range | null;
	/** Free space above the crown. */
	readonly top: Range | null;
	/** Least space under the chin. */
	readonly below: number | null;
	/** Colours that are accepted, the first is the usual; hex sRGB. */
	readonly backgrounds: readonly string[];
	/** Whether the authority lets a background be replaced. */
	readonly backgroundMayBeReplaced: boolean;
	/** Which modes may be offered: authorities that refuse edited photos have only 'unaltered'. */
	readonly modes: readonly IdMode[];
	readonly file: {
		readonly formats: readonly ('jpeg' | 'png')[];
		/** Bytes / 1000 of the file; either side may be open. */
		readonly kB: { readonly least: number | null; readonly most: number | null };
	};
	/** Where the rules were read, when, and how sure we are; 'second-hand' is said in the interface. */
	readonly source: {
		readonly name: string;
		readonly url: string;
		readonly checked: string;
		readonly confidence: 'official' | 'second-hand' | 'custom';
	};
	/** Rules that a program cannot check, for people to read. */
	readonly notes: LocalText | null;
}

/** What a person fills in for a size of their own. Millimetres decide the pixels unless those are given. */
export interface CustomSize {
	readonly name: string;
	readonly mm: { readonly width: number; readonly height: number } | null;
	readonly px: { readonly width: number; readonly height: number } | null;
	readonly dpi: number;
	readonly head: Range | null;
	readonly background: string;
	readonly kB: { readonly least: number | null; readonly most: number | null };
}

/** A custom size as a spec; null when a field cannot be, and then which. */
export interface CustomSpec {
	readonly spec: IdSpec | null;
	readonly wrong: readonly (keyof CustomSize)[];
}

/** Where the person is in a square of the photo: a network's mask, 0..1, row-major, before refinement. */
export interface SquareMask {
	/** The square in photo pixels. */
	readonly square: Box;
	readonly width: number;
	readonly height: number;
	readonly data: Float32Array;
}

/** What the face worker tells about one head: all that an ID photo needs beside the photo's pixels. */
export interface IdSubject {
	readonly photo: { readonly width: number; readonly height: number };
	/** LANDMARKS x (x, y, z) in photo pixels. */
	readonly landmarks: Float32Array;
	readonly pose: Pose;
	/** Boxes of the other faces, in photo pixels. */
	readonly others: readonly Box[];
	/** The widest square first; where a later one lies it is finer and holds. One at least. */
	readonly masks: readonly SquareMask[];
}

/** A head as it stands in the photo; points in photo pixels, angles in radians. */
export interface HeadMeasure {
	/** The top of the head under the hair's outline; from the matte, not the hairline. */
	readonly crown: Point;
	/** The hair leaves the photo: the crown lies beyond. */
	readonly crownCut: boolean;
	readonly chin: Point;
	/** Middle between the pupils. */
	readonly eyes: Point;
	readonly leftPupil: Point;
	readonly rightPupil: Point;
	/** Widest distance of the face's sides, ears not counted. */
	readonly faceWidth: number;
	readonly roll: number;
	readonly yaw: number;
	readonly pitch: number;
}

/** Which rule cannot be met, by how much, and what would help. */
export interface Shortfall {
	readonly rule: IdRule;
	/** Photo pixels that are missing on that side, for 'room-...'. */
	readonly missingPx: number;
}

/** Where the crop lies. */
export interface Placement {
	/** Photo pixels to picture pixels: scale, turn by the roll, shift. No mirror. */
	readonly toPicture: Affine;
	readonly width: number;
	readonly height: number;
	readonly shortfalls: readonly Shortfall[];
}

/** What a person moves by hand on top of the solver's placement; all 0 (and scale 1) leaves it alone. */
export interface IdAdjust {
	/** Larger than 1 enlarges the head, 0.5..2. */
	readonly scale: number;
	/** Shares of the picture's width and height by which the head moves right and down, -0.5..0.5. */
	readonly x: number;
	readonly y: number;
	/** Radians, clockwise, on top of the head's own roll. */
	readonly roll: number;
}

/**
 * What a person painted on the matte: 0 leaves it, 1..127 adds to the person, -1..-127 takes away. Lies over
 * `box` of the photo, so that it stays when the spec changes.
 */
export interface IdCorrection {
	readonly box: Box;
	readonly width: number;
	readonly height: number;
	readonly data: Int8Array;
}

export const ID_RULES = [
	'head-height',
	'face-width',
	'eye-line',
	'centred',
	'top-margin',
	'chin-margin',
	'room-above',
	'room-below',
	'room-beside',
	'roll',
	'yaw',
	'pitch',
	'eyes-open',
	'mouth-closed',
	'gaze',
	'glasses-glare',
	'dark-lenses',
	'hat',
	'hair-over-eyes',
	'face-shadow',
	'background-even',
	'background-colour',
	'exposure',
	'contrast',
	'sharpness',
	'resolution',
	'one-person',
] as const;
export type IdRule = (typeof ID_RULES)[number];

export interface IdCheck {
	readonly rule: IdRule;
	readonly verdict: 'pass' | 'warn' | 'fail';
	/** In `unit`; null when it cannot be measured here, which is a warning. */
	readonly measured: number | null;
	readonly wanted: { readonly least: number | null; readonly most: number | null };
	readonly unit: 'share' | 'degrees' | 'px' | 'ratio' | 'count';
	/** Where to look on the picture: lines and boxes in picture pixels. */
	readonly marks: readonly { readonly from: Point; readonly to: Point }[];
}

/** A background: one colour, or two from top to bottom or from the middle outwards. */
export interface IdBackground {
	readonly kind: 'keep' | 'plain' | 'vertical' | 'radial';
	/** Hex sRGB; gradients take two. */
	readonly colours: readonly string[];
}

/** Studio mode only; all 0 leaves the pixels alone. */
export interface IdRetouch {
	/** 0..1: even out light and white balance. */
	readonly light: number;
	readonly colour: number;
	/** 0..1: soften blemishes, never the shape. */
	readonly skin: number;
}

/** What decides an ID photo beside the photo: kept with it in the gallery. */
export interface IdRecipe {
	readonly version: 1;
	readonly kind: 'id-photo';
	readonly spec: IdSpec;
	readonly mode: IdMode;
	readonly background: IdBackground;
	readonly retouch: IdRetouch;
	/** Absent: as the solver placed it. */
	readonly adjust?: IdAdjust;
}

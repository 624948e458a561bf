/** What several styles share. Negative prompts work only where the guidance is above 1; they are data all the same. */

/** In every style: nothing indecent, no broken bodies, no writing. */
const ALWAYS =
	'nude, nsfw, deformed, extra fingers, bad anatomy, cropped head, text, watermark, signature';

export const NEGATIVE = {
	photo: `${ALWAYS}, painting, cartoon, plastic skin, oversmoothed, lowres, blurry`,
	drawn: `${ALWAYS}, photo, photorealistic, lowres, muddy colours`,
	made: `${ALWAYS}, photo of a real person, flat drawing, sketch, lowres, blurry`,
} as const;

/** Works with the stored embeddings of a pack. */
export const ANY_PACK = { identity: false, freeText: false } as const;
/** The picture leaves the photo so far that only an identity adapter keeps the face. */
export const WITH_IDENTITY = { identity: true, freeText: false } as const;

import type { IdSpec } from '$lib/domain/id-photo';
import type { Box } from '$lib/domain/geometry';

/** A file that was written for a spec. */
export interface WrittenFile {
	readonly file: Blob;
	/** Of a JPEG, 1..100. */
	readonly quality: number | null;
	/** Bytes of comment. */
	readonly padding: number;
	/** Whether its size is what the spec wants. */
	readonly within: boolean;
}

/** A picture on a print sheet. */
export interface PrintItemView {
	readonly key: string;
	readonly spec: IdSpec;
	/** Null fills what is left of the sheet. */
	readonly count: number | null;
	/** Of the picture. */
	readonly url: string;
}

/** Where pieces lie on paper, in millimetres. */
export interface SheetView {
	readonly paper: { readonly width: number; readonly height: number };
	readonly places: readonly Box[];
	/** Which item lies in each place. */
	readonly batchOf: readonly number[];
	/** Pieces of each item that find no room. */
	readonly left: readonly number[];
}

/** EXIF orientation (CIPA DC-008, tag 0x0112): 1 is upright, 2-8 say how the stored pixels must be turned. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** What a file says about itself before any pixel is decoded. */
export interface ImageHeader {
	/** MIME type, from the bytes. */
	readonly type: string;
	/** Size of the picture as stored, before it is turned upright; null when we leave that to the decoder. */
	readonly size: { readonly width: number; readonly height: number } | null;
	/** What EXIF asks of whoever shows the picture. 1 for formats whose decoders turn it themselves. */
	readonly orientation: Orientation;
	/** Byte offsets, and byte order, of every orientation entry; decodePhoto neutralises them. */
	readonly orientationEntries: readonly OrientationEntry[];
	/** False when the file ends before its picture does. */
	readonly complete: boolean;
	/** True when colours are Display P3 and a decoder without colour management must be told. */
	readonly displayP3?: boolean;
}

/** Where the 16-bit orientation value lies in the file. */
export interface OrientationEntry {
	readonly at: number;
	readonly littleEndian: boolean;
	readonly value: Orientation;
}

export const UPRIGHT = { orientation: 1, orientationEntries: [] } as const;

/** Header fields of a file that carries the given orientation entries: the first one counts. */
export function turned(entries: readonly OrientationEntry[]) {
	return { orientation: entries[0]?.value ?? 1, orientationEntries: entries };
}

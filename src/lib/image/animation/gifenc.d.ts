/** The part of gifenc 1.0.3 that is used; the package has no types of its own. */
declare module 'gifenc' {
	export type Palette = (
		readonly [number, number, number] | readonly [number, number, number, number]
	)[];
	export interface FrameOptions {
		readonly palette?: Palette;
		/** Milliseconds. */
		readonly delay?: number;
		readonly transparent?: boolean;
		readonly transparentIndex?: number;
		/** 0 loops for ever. */
		readonly repeat?: number;
		readonly dispose?: number;
	}
	export interface Encoder {
		writeFrame(index: Uint8Array, width: number, height: number, options?: FrameOptions): void;
		finish(): void;
		bytes(): Uint8Array;
	}
	export function GIFEncoder(): Encoder;
	export function quantize(
		rgba: Uint8Array | Uint8ClampedArray,
		maxColors: number,
		options?: { readonly format?: 'rgb565' | 'rgb444' | 'rgba4444' },
	): Palette;
	export function applyPalette(
		rgba: Uint8Array | Uint8ClampedArray,
		palette: Palette,
		format?: 'rgb565' | 'rgb444' | 'rgba4444',
	): Uint8Array;
}

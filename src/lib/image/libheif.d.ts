/** The part of libheif's JavaScript interface that heic.ts uses; the package types only its C functions. */
declare module 'libheif-js/libheif-wasm/libheif.js' {
	export interface HeifImage {
		get_width(): number;
		get_height(): number;
		is_primary(): boolean;
		/** Fills `into` with RGBA and calls back with it, or with null when decoding failed. */
		display(into: ImageData, done: (result: ImageData | null) => void): void;
		free(): void;
	}
	export interface Libheif {
		HeifDecoder: new () => {
			/** The context that decode() opened. */
			readonly decoder: object | null;
			/** Top-level pictures; empty when the file cannot be parsed. */
			decode(bytes: Uint8Array): HeifImage[];
		};
		heif_context_free(context: object): void;
	}
	/** Synchronous once the wasm is given. */
	export default function createLibheif(options: { wasmBinary: ArrayBuffer }): Libheif;
}

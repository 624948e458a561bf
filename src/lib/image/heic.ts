import { PhotoError } from '$lib/domain/photo';
import createLibheif, { type Libheif } from 'libheif-js/libheif-wasm/libheif.js';
import wasmUrl from 'libheif-js/libheif-wasm/libheif.wasm?url';

/**
 * HEIC for the browsers that do not decode it themselves (all but Safari), by libheif's wasm build.
 * Only ever loaded by a dynamic import: some 370 kB (brotli) that most people never need. It compiles
 * under `wasm-unsafe-eval` and starts no worker of its own, so it belongs in one.
 */

let loading: Promise<Libheif> | null = null;

/** The memoised module; a failed load is forgotten, so that a retry works. */
function loadLibheif(): Promise<Libheif> {
	loading ??= instantiate().catch((error) => {
		loading = null;
		throw error;
	});
	return loading;
}

async function instantiate(): Promise<Libheif> {
	const response = await fetch(wasmUrl);
	if (!response.ok) throw new Error(`HEIC decoder: HTTP ${response.status}`);
	return createLibheif({ wasmBinary: await response.arrayBuffer() });
}

/**
 * The primary picture of a HEIC file, turned by its own properties.
 * @param displayP3 the pixels are Display P3; libheif hands them over unconverted
 * @param reduction createImageBitmap options for a picture of the given size
 * @throws PhotoError 'damaged', or 'unsupported' when the decoder cannot be loaded
 */
export async function decodeHeic(
	bytes: Uint8Array,
	displayP3: boolean,
	reduction: (size: { width: number; height: number }) => ImageBitmapOptions,
): Promise<ImageBitmap> {
	const libheif = await loadLibheif().catch((cause) => {
		throw new PhotoError('unsupported', 'the HEIC decoder did not load', { cause });
	});
	const decoder = new libheif.HeifDecoder();
	const images = decoder.decode(bytes);
	try {
		const image = images.find((each) => each.is_primary()) ?? images[0];
		if (!image) throw new PhotoError('damaged', 'no picture in the HEIC file');
		const size = { width: image.get_width(), height: image.get_height() };
		const pixels = new ImageData(size.width, size.height, {
			colorSpace: displayP3 ? 'display-p3' : 'srgb',
		});
		pixels.data.fill(255);
		await new Promise<void>((resolve, reject) => {
			image.display(pixels, (done) =>
				done ? resolve() : reject(new PhotoError('damaged', 'HEVC data')),
			);
		});
		return await createImageBitmap(pixels, reduction(size));
	} finally {
		for (const image of images) image.free();
		if (decoder.decoder) libheif.heif_context_free(decoder.decoder);
	}
}

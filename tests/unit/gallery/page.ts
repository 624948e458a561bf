/** Served to the Chromium of durability.test.ts: the gallery on the app's own store, and avatars to put in. */
import type { Candidate } from '$lib/domain/recipe';
import { Gallery } from '$lib/gallery/gallery';
import { openStore } from '$lib/storage/open';

declare global {
	var app: {
		gallery: Gallery;
		candidate(number: number): Promise<Candidate>;
		/** Opens every listed avatar whole; returns their numbers in order. */
		readAll(): Promise<number[]>;
	};
}

const gallery = await Gallery.open(await openStore());

/** A picture that does not compress: about 3 bytes a pixel. */
async function noise(side: number): Promise<Blob> {
	const canvas = new OffscreenCanvas(side, side);
	const context = canvas.getContext('2d')!;
	const image = context.createImageData(side, side);
	for (let i = 0; i < image.data.length; i += 65536) {
		crypto.getRandomValues(new Uint8Array(image.data.buffer, i, 65536));
	}
	for (let i = 3; i < image.data.length; i += 4) image.data[i] = 255;
	context.putImageData(image, 0, 0);
	return canvas.convertToBlob();
}

const picture = await noise(512);

globalThis.app = {
	gallery,
	candidate: async (number) => ({
		id: `avatar-${number}`,
		recipe: { version: 1, style: 'poster', seed: number },
		picture,
		cutout: picture,
		width: 512,
		height: 512,
		likeness: null,
		createdAt: number,
	}),
	readAll: async () => {
		const entries = await gallery.list();
		for (const { id, bytes } of entries) {
			const { picture, cutout } = (await gallery.get(id))!;
			const thumbnail = (await gallery.thumbnail(id))!;
			const size = picture.size + cutout!.size + thumbnail.size;
			if (size !== bytes) throw new Error(`${id} is torn: ${size} of ${bytes} bytes`);
			for (const blob of [picture, cutout!, thumbnail]) (await createImageBitmap(blob)).close();
		}
		return entries.map((entry) => entry.createdAt).sort((a, b) => a - b);
	},
};

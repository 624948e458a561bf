import type { Candidate } from '$lib/domain/recipe';
import { readRecipe } from '$lib/image/metadata/embed';
import { MemoryStore } from '$lib/storage/memory';
import { expect, test } from 'vitest';
import { Gallery } from './gallery';
import { avatarFileName, zipGallery, zipGalleryToBlob } from './zip';

async function filled(count: number): Promise<Gallery> {
	const gallery = await Gallery.open(new MemoryStore('unavailable'));
	const canvas = new OffscreenCanvas(256, 256);
	canvas.getContext('2d')!.fillRect(0, 0, 128, 256);
	const picture = await canvas.convertToBlob();
	for (let i = 0; i < count; i++) {
		const candidate: Candidate = {
			id: `${i}`,
			recipe: { version: 1, style: i % 2 ? 'poster' : 'engraving', seed: i },
			picture,
			cutout: picture,
			width: 256,
			height: 256,
			likeness: null,
			createdAt: new Date(2026, 10, 22, 12, i).getTime(),
		};
		await gallery.save(candidate);
	}
	return gallery;
}

/** Names and bytes of the stored (uncompressed) entries, by the local headers of a zip with data descriptors. */
async function unzip(zip: Blob): Promise<Map<string, Blob>> {
	const view = new DataView(await zip.arrayBuffer());
	const files = new Map<string, Blob>();
	// The central directory lists sizes and offsets (APPNOTE 6.3.3, 4.3.12).
	let at = view.getUint32(view.byteLength - 22 + 16, true);
	while (view.getUint32(at, true) === 0x02014b50) {
		const size = view.getUint32(at + 24, true);
		const nameLength = view.getUint16(at + 28, true);
		const extra = view.getUint16(at + 30, true);
		const local = view.getUint32(at + 42, true);
		const name = new TextDecoder().decode(new Uint8Array(view.buffer, at + 46, nameLength));
		const data = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
		files.set(name, new Blob([view.buffer.slice(data, data + size)]));
		at += 46 + nameLength + extra;
	}
	return files;
}

test('every avatar is in the zip, with its recipe', async () => {
	const gallery = await filled(3);
	await gallery.remove('1');
	const progress: [number, number][] = [];
	const zip = await zipGalleryToBlob(gallery, { onProgress: (...step) => progress.push(step) });
	expect(zip.type).toBe('application/zip');
	expect(progress).toEqual([
		[1, 2],
		[2, 2],
	]);
	const files = await unzip(zip);
	expect([...files.keys()]).toEqual([
		'likeness-engraving-0001-20261122.png',
		'likeness-engraving-0002-20261122.png',
	]);
	const recipes = await Promise.all([...files.values()].map(readRecipe));
	expect(recipes).toMatchObject([{ seed: 0 }, { seed: 2 }]);
	for (const file of files.values()) expect((await createImageBitmap(file)).width).toBe(256);
});

test('an abort ends the zip', async () => {
	const gallery = await filled(3);
	const controller = new AbortController();
	const onProgress = () => controller.abort();
	const options = { signal: controller.signal, onProgress };
	await expect(zipGalleryToBlob(gallery, options)).rejects.toThrow(/abort/i);
	await expect(zipGallery(gallery, options)).rejects.toThrow(/abort/i);
});

test('file names', () => {
	const createdAt = new Date(2026, 0, 5).getTime();
	const recipe = { version: 1, style: 'watercolour', seed: 9 } as const;
	expect(avatarFileName({ recipe, createdAt }, 12, 'webp')).toBe(
		'likeness-watercolour-0012-20260105.webp',
	);
});

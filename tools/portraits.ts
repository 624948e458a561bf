import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Portrait } from '../src/lib/domain/face';

export const ROOT = resolve(import.meta.dirname, '..');
const PHOTOS = resolve(ROOT, '../shared/photos');
const CACHE = resolve(ROOT, 'out/portraits');

/** Names of the official portraits and the astronaut; throws when the photos are not beside the checkout. */
export function standardPhotos(): string[] {
	if (!existsSync(PHOTOS)) {
		throw new Error(`no photos: give --photos with paths, or put some into ${PHOTOS}/portraits`);
	}
	const portraits = readdirSync(resolve(PHOTOS, 'portraits'))
		.filter((name) => name.endsWith('.jpg'))
		.map((name) => basename(name, '.jpg'));
	return ['face_single_512_astronaut', ...portraits];
}

/**
 * The portrait of the largest face in a photo, from out/portraits when it was made before.
 * @param photo a path, or a file name without ending in ../shared/photos/{portraits,cases}
 */
export async function loadPortrait(photo: string): Promise<Portrait> {
	const cached = resolve(CACHE, `${basename(photo, extname(photo))}.bin`);
	if (existsSync(cached)) return deserialize(readFileSync(cached)) as Portrait;
	const { makePortrait } = await import('./make-portrait');
	const portrait = await makePortrait(findPhoto(photo));
	mkdirSync(CACHE, { recursive: true });
	writeFileSync(cached, serialize(portrait));
	return portrait;
}

/** A path as it is, or a photo of ../shared/photos by its name without ending. Throws when there is none. */
export function findPhoto(photo: string): string {
	if (existsSync(photo)) return photo;
	for (const folder of ['portraits', 'cases', 'pairs']) {
		for (const ending of ['.jpg', '.png', '.webp']) {
			const path = resolve(PHOTOS, folder, photo + ending);
			if (existsSync(path)) return path;
		}
	}
	throw new Error(`no photo ${photo}`);
}

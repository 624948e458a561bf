import { existsSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';

const PACKAGE = 'node_modules/@vladmandic/face-api/demo';
const SHARED = path.resolve('../shared/photos');

export interface PhotoFile {
	readonly name: string;
	readonly mimeType: string;
	readonly buffer: Buffer;
}

/** Four people in one photo (1920x1537), from a development package. */
export async function groupPhoto(): Promise<PhotoFile> {
	return file('group.jpg', await sharp(`${PACKAGE}/sample6.jpg`).jpeg({ quality: 92 }).toBuffer());
}

/** Head and shoulders of one person of a group photo; `index` 0 to 2 gives different people. */
export async function portraitPhoto(index = 0): Promise<PhotoFile> {
	const { source, ...region } = PORTRAITS[index % PORTRAITS.length];
	const buffer = await sharp(`${PACKAGE}/${source}`)
		.extract(region)
		.resize(900)
		.jpeg({ quality: 92 })
		.toBuffer();
	return file(`portrait-${index}.jpg`, buffer);
}

const PORTRAITS = [
	{ source: 'sample6.jpg', left: 1420, top: 130, width: 420, height: 470 },
	{ source: 'sample6.jpg', left: 620, top: 190, width: 420, height: 470 },
	{ source: 'sample3.jpg', left: 1030, top: 110, width: 400, height: 450 },
] as const;

/** A picture without a face. */
export async function landscapePhoto(): Promise<PhotoFile> {
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600">
		<rect width="800" height="600" fill="#9cc8e8"/><path d="M0 420 L260 180 L480 420 Z" fill="#6b7f5e"/>
		<path d="M300 420 L560 220 L800 420 Z" fill="#55694c"/><rect y="420" width="800" height="180" fill="#c9b68a"/></svg>`;
	return file('landscape.jpg', await sharp(Buffer.from(svg)).jpeg().toBuffer());
}

/** A photo of the shared test set, or undefined where it is not beside the checkout. */
export function sharedPhoto(name: string): string | undefined {
	const full = path.join(SHARED, name);
	return existsSync(full) ? full : undefined;
}

function file(name: string, buffer: Buffer): PhotoFile {
	return { name, mimeType: 'image/jpeg', buffer };
}

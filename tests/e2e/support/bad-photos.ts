import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { groupPhoto, landscapePhoto, portraitPhoto, sharedPhoto, type PhotoFile } from './photos';

/** One file of each kind that an ID photo cannot be made of, or not a good one; a profile only with photos beside the checkout. */
export async function badFiles(): Promise<PhotoFile[]> {
	const portrait = await portraitPhoto(0);
	const whole = portrait.buffer;
	const jpeg = (name: string, buffer: Buffer): PhotoFile => ({
		name,
		mimeType: 'image/jpeg',
		buffer,
	});
	const profile = sharedPhoto('cases/profile_19c_001364.jpg');
	return [
		{ ...(await landscapePhoto()), name: 'nobody.jpg' },
		{ ...(await groupPhoto()), name: 'several.jpg' },
		jpeg('tiny.jpg', await sharp(whole).resize(90).jpeg().toBuffer()),
		jpeg('blurred.jpg', await sharp(whole).blur(9).jpeg().toBuffer()),
		jpeg('truncated.jpg', whole.subarray(0, Math.floor(whole.length / 3))),
		jpeg('words.jpg', Buffer.from('This is a letter and not a photo. '.repeat(40))),
		jpeg('empty.jpg', Buffer.alloc(0)),
		...(profile ? [jpeg('profile.jpg', await readFile(profile))] : []),
	];
}

/**
 * Draws the icons of the installed app from static/icons/mark.svg. Run it after the mark changes:
 * npx tsx tools/pwa/icons.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import sharp from 'sharp';

const ICONS = 'static/icons';
const mark = readFileSync(`${ICONS}/mark.svg`, 'utf8');
/** Edge to edge: the system cuts the shape; the face stays inside the safe circle of 80 %. */
const fullBleed = mark.replace(' rx="144"', '');

async function png(svg: string, side: number): Promise<Buffer> {
	return sharp(Buffer.from(svg), { density: 288 })
		.resize(side, side)
		.png({ compressionLevel: 9, palette: true, colours: 64 })
		.toBuffer();
}

/** An ICO file that holds one PNG: 6 bytes of header, 16 bytes of directory, the picture. */
function ico(picture: Buffer, side: number): Buffer {
	const head = Buffer.alloc(22);
	head.writeUInt16LE(1, 2); // an icon
	head.writeUInt16LE(1, 4); // with one picture
	head.writeUInt8(side, 6);
	head.writeUInt8(side, 7);
	head.writeUInt16LE(1, 10); // planes
	head.writeUInt16LE(32, 12); // bits per pixel
	head.writeUInt32LE(picture.length, 14);
	head.writeUInt32LE(head.length, 18);
	return Buffer.concat([head, picture]);
}

writeFileSync(`${ICONS}/icon-192.png`, await png(mark, 192));
writeFileSync(`${ICONS}/icon-512.png`, await png(mark, 512));
writeFileSync(`${ICONS}/maskable-512.png`, await png(fullBleed, 512));
writeFileSync(`${ICONS}/apple-touch-icon.png`, await png(fullBleed, 180));
writeFileSync('static/favicon.ico', ico(await png(mark, 48), 48));

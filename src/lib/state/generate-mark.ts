import type { Candidate } from '$lib/domain/recipe';

/** Height of the mark against the picture's shorter side: readable in an avatar of 128 pixels. */
const SHARE = 0.085;

/**
 * The same avatar with "AI" at the bottom of its picture, inside the circle of a round export; a sticker keeps it
 * too. What is in the gallery stays as it is.
 */
export async function markPicture(candidate: Candidate): Promise<Candidate> {
	const { picture, cutout, width, height } = candidate;
	const [marked, kept] = await Promise.all([
		draw(picture, width, height, paintMark),
		cutout && draw(cutout, width, height, paintFigure),
	]);
	return { ...candidate, picture: marked, cutout: kept };
}

type Paint = (context: OffscreenCanvasRenderingContext2D, box: Mark) => void;

interface Mark {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

async function draw(file: Blob, width: number, height: number, paint: Paint): Promise<Blob> {
	const bitmap = await createImageBitmap(file);
	try {
		const canvas = new OffscreenCanvas(width, height);
		const context = canvas.getContext('2d', { colorSpace: 'srgb' })!;
		context.drawImage(bitmap, 0, 0);
		const tall = Math.max(12, Math.round(Math.min(width, height) * SHARE));
		const wide = tall * 1.9;
		const box = { x: (width - wide) / 2, y: height - tall * 1.5, width: wide, height: tall };
		context.beginPath();
		context.roundRect(box.x, box.y, box.width, box.height, tall / 2);
		paint(context, box);
		return await canvas.convertToBlob({ type: 'image/png' });
	} finally {
		bitmap.close();
	}
}

function paintMark(context: OffscreenCanvasRenderingContext2D, box: Mark): void {
	context.fillStyle = 'rgb(12 13 14 / 72%)';
	context.fill();
	context.fillStyle = '#ffffff';
	context.font = `600 ${Math.round(box.height * 0.62)}px system-ui, sans-serif`;
	context.textAlign = 'center';
	context.textBaseline = 'middle';
	context.fillText('AI', box.x + box.width / 2, box.y + box.height * 0.54);
}

function paintFigure(context: OffscreenCanvasRenderingContext2D): void {
	context.fillStyle = '#ffffff';
	context.fill();
}

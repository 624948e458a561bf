import type { Rarity } from '$lib/domain/blind-box';
import { CARD_LOOKS, type CardLook } from './look';

/** Pixels of a card: 63 x 88 mm, the size of collecting cards, at 300 dots an inch. */
export const CARD_WIDTH = 744;
export const CARD_HEIGHT = 1039;

export interface CardWords {
	/** "Likeness 像我 · Series 1" */
	readonly series: string;
	/** What the person called themselves; '' leaves it out. */
	readonly person: string;
	/** "Medallion" */
	readonly title: string;
	/** "Finish 1 · Laurel" */
	readonly finish: string;
	/** "No. 07/61" */
	readonly number: string;
	/** "Secret" */
	readonly rarity: string;
	/** "1 in 24" */
	readonly odds: string;
}

const MARGIN = 30;
const ART = CARD_WIDTH - 2 * MARGIN;
const ART_TOP = 82;
const PLATE_TOP = ART_TOP + ART + 18;
const SERIF = 'Georgia, "Noto Serif CJK SC", "Songti SC", STSong, SimSun, serif';
const SANS =
	'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif';

/**
 * A collecting card: frame by rarity, the picture, and a plate with its words. Square corners: cutters round them.
 * @param art square
 */
export function drawCard(art: ImageBitmap, rarity: Rarity, words: CardWords): OffscreenCanvas {
	const canvas = new OffscreenCanvas(CARD_WIDTH, CARD_HEIGHT);
	const context = canvas.getContext('2d', { alpha: false, colorSpace: 'srgb' });
	if (!context) throw new RangeError('no canvas for a card');
	const look = CARD_LOOKS[rarity];
	context.imageSmoothingQuality = 'high';

	// 1. The frame.
	context.fillStyle = foil(context, look);
	context.fillRect(0, 0, CARD_WIDTH, CARD_HEIGHT);
	if (look.rays) drawRays(context, look);
	context.strokeStyle = look.line;
	context.lineWidth = 2;
	roundRect(context, 14, 14, CARD_WIDTH - 28, CARD_HEIGHT - 28, 26);
	context.stroke();

	// 2. The head line: series on the left, rarity on the right.
	write(context, words.series, MARGIN + 6, 58, `600 23px ${SANS}`, look.head, 'left', 400);
	const gemsWidth = look.gems * 24;
	write(
		context,
		words.rarity,
		CARD_WIDTH - MARGIN - 14 - gemsWidth,
		58,
		`700 23px ${SANS}`,
		look.head,
		'right',
		220,
	);
	for (let i = 0; i < look.gems; i++) {
		diamond(context, CARD_WIDTH - MARGIN - 16 - 24 * i, 50, 9, look.head);
	}

	// 3. The picture.
	context.save();
	roundRect(context, MARGIN, ART_TOP, ART, ART, 22);
	context.clip();
	context.drawImage(art, MARGIN, ART_TOP, ART, ART);
	context.restore();
	context.strokeStyle = look.line;
	context.lineWidth = 3;
	roundRect(context, MARGIN, ART_TOP, ART, ART, 22);
	context.stroke();

	// 4. The plate.
	const plateHeight = CARD_HEIGHT - PLATE_TOP - MARGIN;
	context.fillStyle = look.plate;
	roundRect(context, MARGIN, PLATE_TOP, ART, plateHeight, 18);
	context.fill();
	const left = MARGIN + 28;
	const right = CARD_WIDTH - MARGIN - 28;
	const width = right - left;
	const top = PLATE_TOP + 68;
	write(context, words.title, left, top, `700 50px ${SERIF}`, look.ink, 'left', width * 0.66);
	write(
		context,
		words.person,
		right,
		top - 4,
		`italic 500 30px ${SERIF}`,
		look.ink,
		'right',
		width * 0.32,
	);
	write(context, words.finish, left, top + 46, `500 25px ${SANS}`, look.faint, 'left', width);
	context.fillStyle = look.faint;
	context.globalAlpha = 0.55;
	context.fillRect(left, top + 70, width, 2);
	context.globalAlpha = 1;
	const foot = top + 118;
	write(context, words.number, left, foot, `600 25px ${SANS}`, look.ink, 'left', width / 2);
	write(context, words.odds, right, foot, `600 25px ${SANS}`, look.ink, 'right', width / 2);
	return canvas;
}

/** Light and dark bands from corner to corner. */
function foil(context: OffscreenCanvasRenderingContext2D, { frame }: CardLook): CanvasGradient {
	const gradient = context.createLinearGradient(0, 0, CARD_WIDTH, CARD_HEIGHT);
	frame.forEach((colour, i) => gradient.addColorStop(i / (frame.length - 1), colour));
	return gradient;
}

function drawRays(context: OffscreenCanvasRenderingContext2D, { line }: CardLook): void {
	context.save();
	context.strokeStyle = line;
	context.globalAlpha = 0.28;
	context.lineWidth = 1.4;
	context.beginPath();
	const [x, y] = [CARD_WIDTH / 2, ART_TOP + ART / 2];
	for (let i = 0; i < 180; i++) {
		const angle = (2 * Math.PI * i) / 180;
		context.moveTo(x + 300 * Math.cos(angle), y + 300 * Math.sin(angle));
		context.lineTo(x + 900 * Math.cos(angle), y + 900 * Math.sin(angle));
	}
	context.stroke();
	context.restore();
}

function diamond(
	context: OffscreenCanvasRenderingContext2D,
	x: number,
	y: number,
	radius: number,
	colour: string,
): void {
	context.fillStyle = colour;
	context.beginPath();
	context.moveTo(x, y - radius);
	context.lineTo(x + radius * 0.8, y);
	context.lineTo(x, y + radius);
	context.lineTo(x - radius * 0.8, y);
	context.fill();
}

function roundRect(
	context: OffscreenCanvasRenderingContext2D,
	x: number,
	y: number,
	width: number,
	height: number,
	radius: number,
): void {
	context.beginPath();
	context.roundRect(x, y, width, height, radius);
}

/** One line, made smaller until it fits. */
function write(
	context: OffscreenCanvasRenderingContext2D,
	text: string,
	x: number,
	y: number,
	font: string,
	colour: string,
	align: 'left' | 'right',
	most: number,
): void {
	context.font = font;
	context.fillStyle = colour;
	context.textAlign = align;
	const { width } = context.measureText(text);
	if (width <= most) return context.fillText(text, x, y);
	context.save();
	context.translate(x, y);
	context.scale(most / width, most / width);
	context.fillText(text, 0, 0);
	context.restore();
}

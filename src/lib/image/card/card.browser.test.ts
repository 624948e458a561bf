import { expect, test } from 'vitest';
import { RARITIES } from '$lib/domain/blind-box';
import { readPng } from '../header/png';
import { cardLayouts, cardSheets } from './card-sheet';
import { CARD_HEIGHT, CARD_WIDTH, drawCard, type CardWords } from './draw-card';

const WORDS: CardWords = {
	series: 'Likeness 像我 · 1',
	person: 'A name that is much too long for any card of this world',
	title: '大勋章 Medallion with a very long title',
	finish: 'Finish 1 · Laurel',
	number: 'No. 07/61',
	rarity: 'Secret',
	odds: '1 in 24',
};

async function art(): Promise<ImageBitmap> {
	const canvas = new OffscreenCanvas(64, 64);
	const context = canvas.getContext('2d')!;
	context.fillStyle = '#00ff00';
	context.fillRect(0, 0, 64, 64);
	return createImageBitmap(canvas);
}

test.each(RARITIES)(
	'a %s card shows the picture, its own frame, and words inside the frame',
	async (rarity) => {
		const card = drawCard(await art(), rarity, WORDS);
		expect([card.width, card.height]).toEqual([CARD_WIDTH, CARD_HEIGHT]);
		const context = card.getContext('2d')!;
		const at = (x: number, y: number) => [...context.getImageData(x, y, 1, 1).data].slice(0, 3);
		expect(at(CARD_WIDTH / 2, 400)).toEqual([0, 255, 0]);
		// The words changed the plate, and nothing was written on the outer edge.
		const plain = drawCard(await art(), rarity, {
			...WORDS,
			person: '',
			title: '',
			finish: '',
			odds: '',
		});
		const [written, blank] = [card, plain].map(
			(one) => one.getContext('2d')!.getImageData(0, 0, CARD_WIDTH, CARD_HEIGHT).data,
		);
		let changed = 0;
		for (let i = 0; i < written.length; i += 4) {
			if (written[i] === blank[i]) continue;
			changed++;
			const x = (i / 4) % CARD_WIDTH;
			expect(x).toBeGreaterThan(40);
			expect(x).toBeLessThan(CARD_WIDTH - 40);
		}
		expect(changed).toBeGreaterThan(2000);
	},
);

test('twelve mini cards lie on one sheet of either paper, nine of full size', async () => {
	for (const paper of ['a4', 'letter'] as const) {
		const mini = cardLayouts(12, { paper, size: 'mini' });
		expect(mini).toHaveLength(1);
		expect(mini[0].places).toHaveLength(12);
	}
	const standard = cardLayouts(12, { paper: 'a4', size: 'standard' });
	expect(standard.map(({ places }) => places.length)).toEqual([9, 3]);
});

test('sheets are files of true size', async () => {
	const card = await drawCard(await art(), 'rare', WORDS).convertToBlob({ type: 'image/png' });
	const options = { paper: 'a4', size: 'mini', title: 'Cards' } as const;
	const [png, ...more] = await cardSheets([card, card], { ...options, format: 'png' });
	expect(more).toHaveLength(0);
	expect(readPng(new Uint8Array(await png.arrayBuffer()))).toMatchObject({
		size: { width: 2480, height: 3508 },
	});
	const [pdf] = await cardSheets([card, card], { ...options, format: 'pdf' });
	expect(pdf.type).toBe('application/pdf');
	expect((await pdf.text()).slice(0, 5)).toBe('%PDF-');
	await expect(cardSheets([], { ...options, format: 'pdf' })).rejects.toThrow(RangeError);
});

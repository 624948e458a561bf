import { expect, test } from 'vitest';
import { createCpuExecutor } from '$lib/compute/cpu-executor';
import { drawnPortrait } from './drawn-portrait';
import { bestByContrast, figureColours } from './figure-colours';
import { prepare } from './prepare/prepare';
import { relief } from './relief';

const SIDE = 128;
const executor = createCpuExecutor();
const portrait = drawnPortrait(SIDE);
const prepared = await prepare(executor, portrait, [1, 0, 0, 0, 1, 0], SIDE);

test('skin, hair and clothes are told apart', async () => {
	const { skin, hair, clothes } = await figureColours(executor, prepared);
	expect(skin[0]).toBeGreaterThan(hair[0] + 0.1);
	expect(hair[2]).toBeGreaterThan(clothes[2] + 0.02); // brown against blue-grey
});

test('the palette that stands off from the hair is taken', () => {
	const hair = [0.2, 0, 0] as const;
	const choice = bestByContrast(
		['#101010', '#f0e0b0', '#333333'],
		(hex) => [hex],
		() => ({
			hair,
			clothes: hair,
		}),
	);
	expect(choice).toBe('#f0e0b0');
});

test('the relief is a cushion: 0 outside, highest in the figure, without steps', async () => {
	const { data } = await executor.download(await relief(executor, prepared, 10));
	const at = (x: number, y: number) => data[y * SIDE + x];
	const { x, y } = prepared.centre;
	expect(at(2, 2)).toBeLessThan(0.02 * prepared.interocular);
	expect(at(Math.round(x), Math.round(y))).toBeGreaterThan(0.3 * prepared.interocular);
	for (let i = 1; i < SIDE; i++) expect(Math.abs(at(i, 60) - at(i - 1, 60))).toBeLessThan(2);
});

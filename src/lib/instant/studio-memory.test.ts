import { expect, test } from 'vitest';
import { createCpuExecutor } from '$lib/compute/cpu-executor';
import { STYLE_IDS } from '$lib/domain/recipe';
import { drawnPortrait } from './drawn-portrait';
import { createStudio } from './studio';

const SIDE = 256;
/** Of all planes at one time, with those of the preparation: 220 MB at 1024 x 1024, which a phone's GPU has. */
const BYTES_PER_PIXEL = 220e6 / 1024 ** 2;

test('a drawing takes no more memory at a time than a phone can give, and gives it back', async () => {
	const executor = createCpuExecutor();
	const studio = createStudio(executor);
	studio.open(drawnPortrait(SIDE));
	const left: number[] = [];
	for (const style of [...STYLE_IDS, ...STYLE_IDS]) {
		executor.resetPeak();
		left.push(executor.peakBytes);
		await studio.render({ version: 1, style, seed: left.length }, SIDE);
		expect(executor.peakBytes / SIDE ** 2, style).toBeLessThan(BYTES_PER_PIXEL);
	}
	// Between drawings only the photo's preparation stays.
	expect(new Set(left.slice(1)).size).toBe(1);
	studio.dispose();
	executor.resetPeak();
	expect(executor.peakBytes).toBe(0);
}, 60_000);

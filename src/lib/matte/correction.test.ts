import { expect, test } from 'vitest';
import { createCpuExecutor } from '$lib/compute/cpu-executor';
import { drawnPortrait } from '$lib/instant/drawn-portrait';
import { preparePhoto } from '$lib/instant/prepare/photo-preparation';

test('what the person painted stands over the matte, at every size', async () => {
	const executor = createCpuExecutor();
	const portrait = drawnPortrait(128);
	// The right third is added, the left third taken away.
	const data = Int8Array.from({ length: 12 * 12 }, (_, i) =>
		i % 12 < 4 ? -127 : i % 12 >= 8 ? 127 : 0,
	);
	const corrected = { ...portrait, correction: { width: 12, height: 12, data } };
	for (const side of [64, 128]) {
		const plain = await executor.download((await preparePhoto(executor, portrait, side)).alpha);
		const painted = await executor.download((await preparePhoto(executor, corrected, side)).alpha);
		const row = Math.floor(0.45 * side) * side;
		const at = (plane: typeof plain, x: number) => plane.data[row + Math.floor(x * side)];
		expect(at(painted, 0.1)).toBe(0);
		expect(at(painted, 0.32)).toBeLessThan(0.6);
		expect(at(plain, 0.9)).toBeLessThan(0.1);
		expect(at(painted, 0.9)).toBe(1);
		expect(at(painted, 0.5)).toBe(at(plain, 0.5));
	}
});

import { describe, expect, test } from 'vitest';
import { createCpuExecutor } from '$lib/compute/cpu-executor';
import { STYLE_IDS, type Tuning } from '$lib/domain/recipe';
import { STYLE_CONTROLS } from '$lib/domain/style-table';
import { drawnPortrait } from '../drawn-portrait';
import { prepare } from '../prepare/prepare';
import { STYLES } from '.';

const executor = createCpuExecutor();
const at = (side: number) =>
	prepare(executor, drawnPortrait(192), [side / 192, 0, 0, 0, side / 192, 0], side);
const small = await at(72);
/** What rounds forms is under a pixel in small pictures. */
const large = await at(144);

describe.each(STYLE_IDS)('%s', (style) => {
	const controls = STYLE_CONTROLS[style];

	async function draw(tuning: Tuning, prepared = small): Promise<Float32Array> {
		const context = { executor, prepared, seed: 0, tuning, onFraction: () => {} };
		return (await executor.download((await STYLES[style].draw(context)).picture)).data;
	}
	const apart = (a: Float32Array, b: Float32Array) =>
		a.reduce((sum, v, i) => sum + Math.abs(v - b[i]), 0) / a.length;

	test('every palette and every backdrop is another picture', async () => {
		const pictures = [];
		for (const palette of controls.palettes.keys()) pictures.push(await draw({ palette }));
		for (const backdrop of controls.backdrops.keys()) {
			// One palette for all backdrops: what differs is the backdrop then.
			pictures.push(await draw({ palette: controls.palettes.length - 1, backdrop }));
		}
		// The last palette with the seed's own backdrop is among the backdrops once more.
		const own = pictures[controls.palettes.length - 1];
		const others = pictures.filter((picture) => picture !== own);
		for (const [i, picture] of others.entries()) {
			for (const other of others.slice(0, i)) expect(apart(picture, other)).toBeGreaterThan(0.001);
		}
	});

	test('weight and likeness do what the controls say: something, or nothing', async () => {
		const own = await draw({}, large);
		// At this size the finest lines may be as fine as the style's own.
		const weights = apart(await draw({ weight: 0.5 }, large), await draw({ weight: 2 }, large));
		if (controls.weight === null) expect(weights).toBe(0);
		else expect(weights).toBeGreaterThan(0.001);
		for (const likeness of [0, 1]) {
			const difference = apart(await draw({ likeness }, large), own);
			if (!controls.likeness) expect(difference).toBe(0);
			else expect(difference, `likeness ${likeness}`).toBeGreaterThan(0.0001);
		}
		expect(await draw({ weight: 1, likeness: 0.5 }, large)).toEqual(own);
	});
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCpuExecutor } from './cpu-executor';
import { createGpuExecutor, type GpuExecutor } from './gpu-executor';
import type { Executor } from './kernel';
import { DEFAULT_TOLERANCE, type ParityCase } from './parity';

/** Every kernel of the library, on the CPU and on a GPU (a software adapter where there is no other). */
const modules = import.meta.glob<readonly ParityCase[]>('/src/lib/**/*.parity.ts', {
	eager: true,
	import: 'default',
});

let gpu: GpuExecutor;
beforeAll(async () => {
	const adapter = await navigator.gpu.requestAdapter();
	gpu = createGpuExecutor(await adapter!.requestDevice());
});
afterAll(() => gpu.dispose());

for (const [path, cases] of Object.entries(modules)) {
	describe(path, () => {
		const titles = cases.map(({ kernel, title }) =>
			[kernel.name, title].filter(Boolean).join(': '),
		);
		test.each(cases.map((parity, i) => [`${titles[i]} (#${i})`, parity] as const))(
			'%s',
			async (_, parity) => {
				const expected = await runOn(createCpuExecutor(), parity);
				const actual = await runOn(gpu, parity);
				const { tolerance = DEFAULT_TOLERANCE, outliers = 0 } = parity;
				expect(expected.every(Number.isFinite), 'the CPU result is finite').toBe(true);
				const far = [...actual.keys()].filter(
					(i) => !(Math.abs(actual[i] - expected[i]) <= tolerance),
				);
				const first = far[0] ?? 0;
				const worst = Math.max(...far.map((i) => Math.abs(actual[i] - expected[i])), 0);
				expect(
					far.length / expected.length,
					`${far.length} of ${expected.length} values differ by up to ${worst}; ` +
						`value ${first} is ${actual[first]} instead of ${expected[first]}`,
				).toBeLessThanOrEqual(outliers);
			},
		);
	});
}

test('there is something to compare', () => {
	expect(Object.values(modules).flat().length).toBeGreaterThan(0);
});

async function runOn(executor: Executor, parity: ParityCase): Promise<Float32Array> {
	const inputs = parity.inputs.map((plane) => executor.upload(plane));
	const output = executor.run(parity.kernel, inputs, parity.params, parity.size);
	const { data } = await executor.download(output);
	executor.release(...inputs, output);
	return data;
}

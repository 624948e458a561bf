import { expect, test } from 'vitest';
import { createCpuExecutor } from './cpu-executor';
import { noisePlane } from './parity';
import { linear } from './pointwise';

const twice = { gain: 2, bias: 0, low: 0, high: 2 };

test('memory of a released plane is used again, never that of one that others hold', async () => {
	const executor = createCpuExecutor();
	const source = executor.upload(noisePlane(5, 4, 1, 1));
	const kept = executor.run(linear[1], [source], twice);
	const held = await executor.download(kept);
	const gone = executor.run(linear[1], [source], twice);
	const { data } = gone as typeof held;
	const before = held.data.slice();
	executor.release(source, kept, gone);
	const next = executor.run(linear[1], [held], { ...twice, gain: 0 });
	expect((next as typeof held).data).toBe(data);
	executor.run(linear[1], [held], { ...twice, gain: 0 });
	expect(held.data).toEqual(before);
});

test('the peak counts what is alive at one time', async () => {
	const executor = createCpuExecutor();
	const source = executor.upload(noisePlane(10, 10, 1, 1));
	await executor.scope(async () => {
		const one = executor.run(linear[1], [source], twice);
		executor.release(one);
		executor.run(linear[1], [source], twice);
		expect(executor.peakBytes).toBe(2 * 400);
		executor.run(linear[1], [source], twice);
	});
	expect(executor.peakBytes).toBe(3 * 400);
	executor.resetPeak();
	expect(executor.peakBytes).toBe(400);
});

test('what was downloaded outlives its plane', async () => {
	const executor = createCpuExecutor();
	const held = await executor.scope(async () =>
		executor.download(executor.run(linear[1], [noisePlane(10, 10, 1, 1)], twice)),
	);
	executor.resetPeak();
	expect(executor.peakBytes).toBe(0);
	expect(held.data).toHaveLength(100);
});

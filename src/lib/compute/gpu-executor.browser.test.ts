import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseExecutor, computesRight } from './choose-executor';
import { createCpuExecutor } from './cpu-executor';
import { createGpuExecutor, type GpuExecutor } from './gpu-executor';
import type { Channels, Executor, Kernel } from './kernel';
import { noisePlane } from './parity';

const TYPES = ['', 'f32', 'vec2f', 'vec3f', 'vec4f'];

/** Reads its only input with an offset, so that most reads lie outside. */
function shift(channels: Channels): Kernel<'dx' | 'dy'> {
	return {
		name: `shift${channels}`,
		inputs: [channels],
		output: channels,
		params: ['dx', 'dy'],
		cpu(out, { width, height }, [source], { dx, dy }) {
			for (let y = 0; y < height; y++) {
				for (let x = 0; x < width; x++) {
					const u = Math.min(Math.max(x + dx, 0), source.width - 1);
					const v = Math.min(Math.max(y + dy, 0), source.height - 1);
					for (let c = 0; c < channels; c++) {
						out[(y * width + x) * channels + c] =
							source.data[(v * source.width + u) * channels + c];
					}
				}
			}
		},
		wgsl: `fn pixel(x: i32, y: i32) -> ${TYPES[channels]} { return in0(x + i32(P.dx), y + i32(P.dy)); }`,
	};
}

/** Every name that a kernel has in scope, over two inputs of other sizes, one of which it reads twice. */
const scopeNames: Kernel<'weight'> = {
	name: 'scope-names',
	inputs: [3, 1],
	output: 4,
	params: ['weight'],
	cpu(out, { width, height }, [a, b], { weight }) {
		for (let y = 0; y < height; y++) {
			for (let x = 0; x < width; x++) {
				const at = (y * width + x) * 4;
				const u = Math.min(x, a.width - 1);
				const v = Math.min(y, a.height - 1);
				out[at] = a.data[(v * a.width + u) * 3 + 2] * weight;
				out[at + 1] = a.width * 100 + a.height + b.data[0];
				out[at + 2] = b.width * 100 + b.height;
				out[at + 3] = width * 100 + height;
			}
		}
	},
	wgsl: `
fn size(w: i32, h: i32) -> f32 { return f32(w * 100 + h); }
fn pixel(x: i32, y: i32) -> vec4f {
	return vec4f(in0(x, y).z * P.weight, size(in0W, in0H) + in1(0, 0), size(in1W, in1H), size(W, H));
}`,
};

const broken: Kernel = {
	...shift(1),
	name: 'broken',
	params: [],
	wgsl: 'fn pixel() -> nothing {}',
};

let gpu: GpuExecutor;
const cpu = createCpuExecutor();
async function newGpu(): Promise<GpuExecutor> {
	const adapter = await navigator.gpu.requestAdapter();
	return createGpuExecutor(await adapter!.requestDevice());
}
beforeAll(async () => {
	gpu = await newGpu();
});
afterAll(() => gpu.dispose());

test.each([1, 2, 3, 4] as const)(
	'%i channels: interleaved, clamped to the edge on all sides, at odd sizes',
	async (channels) => {
		const plane = noisePlane(13, 7, channels, channels);
		const size = { width: 19, height: 11 };
		for (const params of [
			{ dx: -5, dy: -4 },
			{ dx: 6, dy: 3 },
		]) {
			const run = (on: Executor) => on.run(shift(channels), [on.upload(plane)], params, size);
			expect(await gpu.download(run(gpu))).toEqual(await cpu.download(run(cpu)));
		}
	},
);

test('inputs of other sizes, and every name in scope', async () => {
	const run = (on: Executor) =>
		on.run(
			scopeNames,
			[on.upload(noisePlane(9, 5, 3, 1)), on.upload(noisePlane(4, 6, 1, 2))],
			{ weight: 0.75 },
			{ width: 17, height: 3 },
		);
	const [actual, expected] = [await gpu.download(run(gpu)), await cpu.download(run(cpu))];
	actual.data.forEach((value, i) => expect(value).toBeCloseTo(expected.data[i], 4));
});

test('a plane that goes through many passes keeps the memory where it was', async () => {
	const executor = await newGpu();
	const step = async () => {
		let plane = executor.upload(noisePlane(64, 64, 3, 1));
		for (let i = 0; i < 20; i++) {
			const next = executor.run(shift(3), [plane], { dx: 1, dy: 0 });
			executor.release(plane);
			plane = next;
			await executor.checkpoint();
		}
		executor.release(plane);
	};
	await step();
	const { bytes } = executor;
	expect(bytes).toBe(2 * 64 * 64 * 3 * 4);
	await step();
	expect(executor.bytes).toBe(bytes);
	executor.dispose();
});

test('a scope releases what it does not return, also when it throws', async () => {
	const source = gpu.upload(noisePlane(8, 8, 1, 1));
	const pass = () => gpu.run(shift(1), [source], { dx: 1, dy: 1 });
	const lost: ReturnType<typeof pass>[] = [];
	const kept = await gpu.scope(async () => {
		lost.push(pass());
		const inner = await gpu.scope(async () => {
			lost.push(pass());
			return [pass(), pass()];
		});
		lost.push(inner[1]);
		return { deep: { plane: inner[0] }, number: 3 };
	});
	await expect(gpu.download(kept.deep.plane)).resolves.toMatchObject({ width: 8 });
	const failure = new Error('planned');
	const throwing = gpu.scope(async () => {
		lost.push(pass());
		throw failure;
	});
	await expect(throwing).rejects.toBe(failure);
	for (const plane of lost) await expect(gpu.download(plane)).rejects.toThrow('released');
	expect(() => gpu.run(shift(1), [lost[0]], { dx: 0, dy: 0 })).toThrow(
		'shift1: the plane was released',
	);
});

test('a shader that does not compile fails with the name of its kernel', async () => {
	const executor = await newGpu();
	const plane = executor.run(broken, [executor.upload(noisePlane(8, 8, 1, 1))], {});
	const failed = { name: 'RuntimeError', kind: 'shader-failed', poisoned: true };
	await expect(executor.download(plane)).rejects.toMatchObject({
		...failed,
		message: expect.stringContaining('broken'),
	});
	await expect(executor.checkpoint()).rejects.toMatchObject(failed);
	executor.dispose();
});

test('a lost device is an error for whoever waits and whoever comes later', async () => {
	const executor = await newGpu();
	const plane = executor.upload(noisePlane(8, 8, 1, 1));
	const waiting = executor.download(plane);
	executor.dispose();
	const failed = { kind: 'device-lost', poisoned: true };
	await expect(waiting).rejects.toMatchObject(failed);
	await expect(executor.checkpoint()).rejects.toMatchObject(failed);
	expect(() => executor.upload(noisePlane(1, 1, 1, 1))).toThrow('device-lost');
});

test('two kernels cannot share a name', () => {
	const plane = gpu.upload(noisePlane(2, 2, 1, 1));
	gpu.run(shift(1), [plane], { dx: 0, dy: 0 });
	const other = { ...shift(1), wgsl: 'fn pixel(x: i32, y: i32) -> f32 { return 1.0; }' };
	expect(() => gpu.run(other, [plane], { dx: 0, dy: 0 })).toThrow('two kernels');
});

test('a checkpoint hears an abort', async () => {
	const reason = new DOMException('enough', 'AbortError');
	await expect(gpu.checkpoint(AbortSignal.abort(reason))).rejects.toBe(reason);
});

test('the choice: a software adapter draws only when asked to, and after it computed right', async () => {
	expect(await chooseExecutor()).toMatchObject({
		executor: { kind: 'cpu' },
		reason: 'software-adapter',
	});
	expect(await chooseExecutor({ prefer: 'cpu' })).toMatchObject({ reason: 'chosen' });
	const { executor, reason } = await chooseExecutor({ prefer: 'gpu' });
	expect({ kind: executor.kind, reason }).toEqual({ kind: 'gpu', reason: 'chosen' });
	executor.dispose();
});

test('an executor that computes wrong numbers is found out', async () => {
	const wrong: Executor = {
		...cpu,
		download: async (plane) => {
			const { data, ...rest } = await cpu.download(plane);
			return { ...rest, data: data.map((value) => value * 1.01) };
		},
	};
	expect(await computesRight(wrong)).toBe(false);
	expect(await computesRight(cpu)).toBe(true);
	expect(await computesRight(gpu)).toBe(true);
});

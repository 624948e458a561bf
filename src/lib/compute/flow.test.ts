import { expect, test } from 'vitest';
import { createCpuExecutor } from './cpu-executor';
import { flowLines, smoothAlongFlow } from './flow';
import { flowPlane } from './flow-planes';
import type { CpuPlane } from './kernel';
import { noisePlane } from './parity';
import { structureFlow } from './structure-tensor';

const executor = createCpuExecutor();
const everywhere = (width: number, height: number): CpuPlane => ({
	width,
	height,
	channels: 1,
	data: new Float32Array(width * height).fill(1),
});

test('along a constant flow it is a Gaussian in one dimension', async () => {
	const source = noisePlane(41, 9, 1, 3);
	const sigma = 2;
	const reach = 6;
	const smooth = await executor.download(
		smoothAlongFlow(
			executor,
			source,
			flowPlane(41, 9, () => 0),
			everywhere(41, 9),
			{ sigma, reach },
		),
	);
	for (let x = reach; x < 41 - reach; x++) {
		let sum = 0;
		let total = 0;
		for (let i = -reach; i <= reach; i++) {
			const w = Math.exp((-i * i) / (2 * sigma * sigma));
			sum += w * source.data[4 * 41 + x + i];
			total += w;
		}
		expect(smooth.data[4 * 41 + x]).toBeCloseTo(sum / total, 5);
	}
});

test('the sign of a tangent does not matter', async () => {
	const source = noisePlane(24, 24, 1, 4);
	const flow = flowPlane(24, 24, (x, y) => 0.1 * x + 0.05 * y);
	const flipped = flowPlane(24, 24, (x, y) => 0.1 * x + 0.05 * y + (x % 2 ? Math.PI : 0));
	const one = await executor.download(
		smoothAlongFlow(executor, source, flow, everywhere(24, 24), { sigma: 3 }),
	);
	const other = await executor.download(
		smoothAlongFlow(executor, source, flipped, everywhere(24, 24), { sigma: 3 }),
	);
	one.data.forEach((v, i) => expect(other.data[i]).toBeCloseTo(v, 4));
});

test('the tensor of a grating points along its lines', async () => {
	const angle = 0.6;
	const data = new Float32Array(32 * 32 * 3);
	for (let i = 0; i < 32 * 32; i++) {
		const across = -Math.sin(angle) * (i % 32) + Math.cos(angle) * Math.floor(i / 32);
		data.fill(0.5 + 0.4 * Math.sin(0.8 * across), 3 * i, 3 * i + 3);
	}
	const flow = await executor.download(
		structureFlow(executor, { width: 32, height: 32, channels: 3, data } as CpuPlane, {
			derivative: 0.8,
			integration: 4,
		}),
	);
	const [x, y, anisotropy] = flow.data.subarray(3 * (16 * 32 + 16));
	expect(Math.abs(x * Math.cos(angle) + y * Math.sin(angle))).toBeGreaterThan(0.999);
	expect(anisotropy).toBeGreaterThan(0.95);
});

test('a dark line becomes ink, its surroundings do not', async () => {
	const data = new Float32Array(40 * 40).fill(0.8);
	for (let y = 0; y < 40; y++) data.fill(0.3, y * 40 + 19, y * 40 + 21);
	const ink = await executor.download(
		flowLines(
			executor,
			{ width: 40, height: 40, channels: 1, data } as CpuPlane,
			flowPlane(40, 40, () => Math.PI / 2),
			everywhere(40, 40),
			{ width: 1.2, sharpness: 17, threshold: 0.6, steepness: 12, along: 4, reach: 10 },
		),
	);
	expect(ink.data[20 * 40 + 20]).toBeGreaterThan(0.95);
	expect(ink.data[20 * 40 + 8]).toBeLessThan(0.01);
});

test('lines inside the mask are what they are without it', async () => {
	const lightness = noisePlane(48, 32, 1, 9, 0.2, 0.9);
	const flow = flowPlane(48, 32, (x, y) => 0.06 * x - 0.04 * y);
	const left = everywhere(48, 32);
	left.data.forEach((_, i) => (left.data[i] = i % 48 < 12 ? 1 : 0));
	const shape = { width: 1, sharpness: 12, threshold: 0.6, steepness: 9, along: 2, reach: 5 };
	const draw = (where: CpuPlane) =>
		executor.download(flowLines(executor, lightness, flow, where, shape));
	const [some, all] = [await draw(left), await draw(everywhere(48, 32))];
	for (let i = 0; i < 48 * 32; i++) if (left.data[i]) expect(some.data[i]).toBe(all.data[i]);
});

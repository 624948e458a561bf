/**
 * What one frame of the live camera costs in each live style, in milliseconds of processor time: the face worker's
 * part (networks on onnxruntime-node, one thread) and the studio worker's (CPU kernels). The two work beside each
 * other, so that on two cores the slower one sets the rate.
 *   npx tsx bench/styles-live.ts [photo] [--frames 12]
 * Frames are the photo at 480 px, each moved a little.
 */
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { createCpuExecutor } from '../src/lib/compute/cpu-executor';
import type { FollowedPortrait } from '../src/lib/domain/face';
import { FRAME_SIDE, LIVE_SIDE, LIVE_STYLES, MASK_EVERY } from '../src/lib/domain/live';
import { createFacePipeline } from '../src/lib/face/pipeline';
import { createStudio } from '../src/lib/instant/studio';
import { createNodeRuntime } from '../tests/unit/face/node-runtime';
import { findPhoto } from '../tools/portraits';

const { values, positionals } = parseArgs({
	options: { frames: { type: 'string', default: '12' } },
	allowPositionals: true,
});
const frames = Number(values.frames);
const photo = findPhoto(positionals[0] ?? 'face_single_512_astronaut');
const pipeline = createFacePipeline(createNodeRuntime());
const studio = createStudio(createCpuExecutor());
await pipeline.load();

for (const style of LIVE_STYLES) {
	let last: FollowedPortrait | null = null;
	const [face, drawing]: number[][] = [[], []];
	for (let frame = 0; frame < frames; frame++) {
		const picture = await frameOf(photo, frame);
		let start = process.cpuUsage();
		last = await pipeline.followPortrait(picture, last, LIVE_SIDE, frame % MASK_EVERY === 0);
		face.push(since(start));
		if (!last) throw new Error(`${photo}: the face was lost in frame ${frame}`);
		start = process.cpuUsage();
		if (frame % MASK_EVERY === 0) studio.open(last.portrait);
		else studio.follow(last.portrait);
		await studio.render({ version: 1, style, seed: 0 }, LIVE_SIDE);
		drawing.push(since(start));
	}
	// The first third finds the face and lets the compiler see the loops.
	const [a, b] = [face, drawing].map((all) => mean(all.slice(Math.ceil(frames / 3))));
	const rate = (ms: number) => (1000 / ms).toFixed(1);
	console.log(
		`${style.padEnd(8)} face ${a.toFixed(0)} ms, drawing ${b.toFixed(0)} ms:`,
		`${rate(Math.max(a, b))} frames a second on two cores, ${rate(a + b)} on one`,
	);
}
await pipeline.dispose();

async function frameOf(path: string, frame: number) {
	const { data, info } = await sharp(path)
		.rotate()
		.resize({ width: FRAME_SIDE, height: FRAME_SIDE, fit: 'inside' })
		.extend({ left: 2 * (frame % 5), top: frame % 3, background: '#888' })
		.ensureAlpha()
		.raw()
		.toBuffer({ resolveWithObject: true });
	return { width: info.width, height: info.height, data: new Uint8Array(data) };
}

function since(start: NodeJS.CpuUsage): number {
	const { user, system } = process.cpuUsage(start);
	return (user + system) / 1000;
}

function mean(numbers: readonly number[]): number {
	return numbers.reduce((sum, v) => sum + v, 0) / numbers.length;
}

/** The real stages over a tiny pack in Node. */
import { compilePack } from '../../src/lib/compiler/compile/compile';
import { Pipeline, type DrawRequest, type PipelineOptions } from '../../src/lib/diffusion/pipeline';
import type { GeneratedRecipe } from '../../src/lib/domain/generated';
import { ALIGNED_SIDE } from '../../src/lib/domain/person';
import { clipImageInput } from '../../src/lib/image/clip-input';
import { MemorySink } from '../unit/compiler/memory-sink';
import { readFixture } from './golden';
import { nodeNetworks } from './node-networks';
import { EYE_SIDE } from './tiny-adapters';
import { tinyGeneration, tinyRecipe, type TinyKind } from './tiny-generation';

export async function openTiny(
	kind: TinyKind,
	{
		files,
		...more
	}: Partial<Pick<PipelineOptions, 'saveMemory' | 'clipPixels'>> & {
		/** Instead of those of tinyFiles. */
		readonly files?: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
	} = {},
) {
	const sink = new MemorySink();
	const input = await tinyGeneration(kind, readFixture, files);
	const manifest = await compilePack(input, sink, () => {});
	const runtime = nodeNetworks();
	const stored = new Map<string, Float32Array>();
	const pipeline = new Pipeline({
		runtime,
		manifest,
		readFile: async (path) => new Blob([sink.files.get(path)!]),
		attention: 'sliced',
		saveMemory: false,
		embeddings: {
			get: async (prompt) => stored.get(prompt),
			set: async (prompt, embedding) => void stored.set(prompt, embedding),
		},
		clipPixels: eyePixels,
		...more,
	});
	return { pipeline, runtime, stored, recipe: tinyRecipe({ id: manifest.id, hash: 'none' }) };
}
export type Tiny = Awaited<ReturnType<typeof openTiny>>;

/** An aligned face as the image encoder of the fixtures takes it. */
export const eyePixels = (rgb: Uint8Array) => facePixels(rgb, EYE_SIDE);

/** An aligned face as CLIP takes it. */
export function facePixels(rgb: Uint8Array, side: number) {
	const data = new Uint8ClampedArray((rgb.length / 3) * 4).map((_, i) =>
		i % 4 === 3 ? 255 : rgb[Math.floor(i / 4) * 3 + (i % 4)],
	);
	return clipImageInput({ width: ALIGNED_SIDE, height: ALIGNED_SIDE, data }, side);
}

export const drawRequest = (
	recipe: GeneratedRecipe,
	more: Partial<DrawRequest> = {},
): DrawRequest => ({
	recipe,
	identity: null,
	structure: null,
	previewEvery: 0,
	keepPrompt: false,
	...more,
});

/** An aligned face of one grey. */
export const greyFace = (value: number) => new Uint8Array(ALIGNED_SIDE ** 2 * 3).fill(value);

/** An aligned face that has something to see in it. */
export const shadedFace = (phase: number) =>
	new Uint8Array(ALIGNED_SIDE ** 2 * 3).map(
		(_, i) => 128 + 90 * Math.sin(phase + i / 701) * Math.cos(i / (ALIGNED_SIDE * 31)),
	);

/** Latents to compare; they are given back to the device. */
export async function readLatents(latents: Awaited<ReturnType<Pipeline['denoise']>>) {
	if ('data' in latents) throw new Error('no step was made');
	const data = await latents.read();
	latents.dispose();
	return { dims: latents.dims, data };
}

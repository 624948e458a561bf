/**
 * A worker for the tests of generated avatars: it draws coloured squares step by step, listens to cancels, loses its
 * device when told, and counts what it holds. The pack's name tells how often: `lossy-3` loses it in every third
 * picture, `full-...` and others never.
 */
import { expose, transfer, transferHandlers } from 'comlink';
import { PackError } from '$lib/domain/pack';
import { RuntimeError } from '$lib/domain/runtime';
import { carryErrors } from '$lib/domain/wire-error';
import type { GenerateApi, GenerationRequest, JobId } from '../../workers/api';

carryErrors(transferHandlers);

let opened: string | null = null;
let pictures = 0;
let tensors = 0;
const identities = new Set<string>();
const running = new Map<JobId, AbortController>();

const api: GenerateApi = {
	async open(_, pack, { lowMemory }) {
		if (pack === 'missing') throw new PackError('not-found', 'there is no such pack');
		opened = pack;
		identities.clear();
		return {
			pack,
			hash: 'ab'.repeat(32),
			backend: 'wasm',
			attention: 'sliced',
			lowMemory: lowMemory === true,
			defaults: { sampler: 'lcm', steps: 4, guidance: 1, identityScale: 1 },
			sizes: { least: 64, most: 64, step: 64 },
			identity: true,
			freeText: true,
		};
	},
	async identify(_, faces) {
		const key = `${opened}:${faces.map((face) => face[0]).join()}`;
		identities.add(key);
		return key;
	},
	async generate(job, request, onStep) {
		const stop = new AbortController();
		running.set(job, stop);
		tensors++;
		try {
			return await draw(request, onStep, stop.signal);
		} finally {
			tensors--;
			running.delete(job);
		}
	},
	tensors: async () => tensors,
	cancel: (job) => running.get(job)?.abort(new DOMException('cancelled', 'AbortError')),
	dispose: async () => {},
};

async function draw(
	{ recipe, identity, previewEvery }: GenerationRequest,
	onStep: Parameters<GenerateApi['generate']>[2],
	signal: AbortSignal,
) {
	if (opened !== recipe.pack) throw new RangeError('another pack is open');
	if (identity !== null && !identities.has(identity)) throw new RangeError('who is that?');
	const every = Number(/^lossy-(\d+)/.exec(opened)?.[1] ?? Infinity);
	pictures++;
	for (let step = 1; step <= recipe.steps; step++) {
		await new Promise((resolve) => setTimeout(resolve));
		signal.throwIfAborted();
		if (pictures % every === 0 && step === 2) throw new RuntimeError('device-lost', 'planned');
		const preview = previewEvery > 0 ? paint(recipe.seed, recipe) : null;
		const told = { step, steps: recipe.steps, preview };
		onStep(preview ? transfer(told, [preview]) : told);
	}
	const picture = paint(recipe.seed, recipe);
	const timing = { milliseconds: recipe.steps, runMilliseconds: recipe.steps, steps: recipe.steps };
	return transfer({ picture, timing }, [picture]);
}

/** A gradient whose left end is the seed's low bits: what looks at it can tell which seed it was. */
function paint(seed: number, { width, height }: { width: number; height: number }): ImageBitmap {
	const canvas = new OffscreenCanvas(width, height);
	const context = canvas.getContext('2d')!;
	const gradient = context.createLinearGradient(width / 2, 0, width, 0);
	gradient.addColorStop(0, `rgb(${seed & 255}, ${(seed >> 8) & 255}, 128)`);
	gradient.addColorStop(1, 'white');
	context.fillStyle = gradient;
	context.fillRect(0, 0, width, height);
	return canvas.transferToImageBitmap();
}

expose(api);

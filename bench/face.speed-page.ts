import { Human } from '@vladmandic/human';
import { createFacePipeline } from '$lib/face/pipeline';
import { loadCatalogue } from '$lib/runtime/catalogue';
import { createRuntime } from '$lib/runtime/create-runtime';

/** Milliseconds of each run, in order; both libraries take turns on the same picture. */
export interface SpeedResult {
	readonly backend: string;
	readonly human: number[];
	readonly find: number[];
	readonly analyse: number[];
	readonly networks: Record<string, number>;
}

const HUMAN = {
	backend: 'wasm',
	wasmPath: '/node_modules/@tensorflow/tfjs-backend-wasm/dist/',
	modelBasePath: '/node_modules/@vladmandic/human/models/',
	cacheSensitivity: 0,
	filter: { enabled: false },
	face: {
		enabled: true,
		detector: { rotation: true, maxDetected: 1, skipFrames: 0, skipTime: 0 },
		mesh: { enabled: true },
		iris: { enabled: true },
		description: { enabled: true, skipFrames: 0, skipTime: 0 },
		emotion: { enabled: false },
	},
	body: { enabled: false },
	hand: { enabled: false },
	object: { enabled: false },
	gesture: { enabled: false },
	segmentation: { enabled: false },
} as const;

async function measure(url: string, runs: number): Promise<SpeedResult> {
	const photo = await createImageBitmap(await (await fetch(url)).blob());
	// 1. Both libraries, warm.
	const human = new Human(structuredClone(HUMAN) as ConstructorParameters<typeof Human>[0]);
	await human.load();
	const catalogue = await loadCatalogue(async () => (await fetch('/models/builtin.json')).json());
	const runtime = await createRuntime({
		choice: 'wasm',
		models: (name) => {
			const model = [...catalogue.values()].find((entry) => entry.name === name);
			if (!model) throw new Error(`no model ${name}`);
			const { file, bytes } = model;
			return { url: `/models/${file}`, bytes };
		},
	});
	const networks: Record<string, number> = {};
	const timed = {
		...runtime,
		run: async (...args: Parameters<typeof runtime.run>) => {
			const start = performance.now();
			const outputs = await runtime.run(...args);
			networks[args[0]] = (networks[args[0]] ?? 0) + (performance.now() - start) / (runs + 1);
			return outputs;
		},
		load: runtime.load.bind(runtime),
	};
	const pipeline = createFacePipeline(timed);
	await pipeline.load();
	const ours = async () => {
		const start = performance.now();
		const [face, ...others] = await pipeline.findFaces(photo);
		const found = performance.now();
		const boxes = others.map(({ box }) => box);
		const { face: analysed } = await pipeline.analyse(photo, face, boxes);
		if (analysed.descriptor.length !== 1024) throw new Error('no descriptor');
		return { find: found - start, analyse: performance.now() - found };
	};
	const theirs = async () => {
		const start = performance.now();
		const { face } = await human.detect(photo);
		if (face[0]?.embedding?.length !== 1024) throw new Error('Human found no face');
		return performance.now() - start;
	};
	await theirs();
	await ours();
	// 2. Taking turns, so that whatever else the machine does hits both.
	const result = { human: [] as number[], find: [] as number[], analyse: [] as number[] };
	for (let i = 0; i < runs; i++) {
		result.human.push(await theirs());
		const { find, analyse } = await ours();
		result.find.push(find);
		result.analyse.push(analyse);
	}
	return { backend: human.tf.getBackend(), networks, ...result };
}

Object.assign(window, { measure });

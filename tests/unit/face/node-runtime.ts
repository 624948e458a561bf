import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import type { Runtime, Tensor } from '../../../src/lib/runtime/runtime';

const MODELS = path.resolve(import.meta.dirname, '../../../static/models');

interface ModelEntry {
	readonly name: string;
	readonly file: string;
	readonly sha256: string;
}

/** What the catalogue says of a built-in model. Throws when there is none of that name. */
export function modelEntry(name: string): ModelEntry {
	const { models } = JSON.parse(readFileSync(path.join(MODELS, 'builtin.json'), 'utf8')) as {
		models: ModelEntry[];
	};
	const entry = models.find((model) => model.name === name);
	if (!entry) throw new Error(`No built-in model is called ${name}.`);
	return entry;
}

/** The built-in models on onnxruntime-node: the runtime's interface for scripts and tests. */
export function createNodeRuntime(): Runtime {
	const sessions = new Map<string, Promise<ort.InferenceSession>>();
	const open = (model: string) => {
		let session = sessions.get(model);
		if (!session) {
			session = ort.InferenceSession.create(path.join(MODELS, modelEntry(model).file), {
				logSeverityLevel: 3,
				intraOpNumThreads: 2,
			});
			sessions.set(model, session);
		}
		return session;
	};
	return {
		status: {
			backend: 'wasm',
			reason: 'chosen',
			build: 'asyncify',
			adapter: null,
			selfTest: [],
		},
		async load(models) {
			await Promise.all(models.map(open));
		},
		async run(model, feeds, signal) {
			signal?.throwIfAborted();
			const session = await open(model);
			const inputs = Object.entries(feeds).map(([name, { dims, data }]) => {
				return [name, new ort.Tensor('float32', data, dims)] as const;
			});
			const outputs = await session.run(Object.fromEntries(inputs));
			signal?.throwIfAborted();
			return Object.fromEntries(
				Object.entries(outputs).map(([name, { dims, data }]): [string, Tensor] => [
					name,
					{ dims, data: data as Float32Array },
				]),
			);
		},
		async dispose() {
			for (const session of sessions.values()) await (await session).release();
			sessions.clear();
		},
	};
}

/** Runs golden cases over any onnxruntime; Node and browser differ in how they open a session. */
import { inline } from '../../src/lib/compiler/compile/inline';
import type { NetworkOptions } from '../../src/lib/compiler/graph/network';
import { FLOAT32 } from '../../src/lib/compiler/quantise/policy';
import { encodeModel } from '../../src/lib/onnx/encode';
import type { Array32, GoldenContext, Indices, ReadFixture, RunGraph } from './case';

/** An open model. */
export interface Opened {
	readonly run: RunGraph;
	close(): Promise<void>;
}

/** A context that has open sessions: a page with eight of them runs out of room. */
export interface GoldenSessions extends GoldenContext {
	close(): Promise<void>;
}

export function goldenContext(
	form: Pick<NetworkOptions, 'attention' | 'groupNorm'>,
	read: ReadFixture,
	open: (model: Uint8Array<ArrayBuffer>) => Promise<Opened>,
): GoldenSessions {
	const opened: Opened[] = [];
	return {
		read,
		options: { activation: 'float32', ...form, policy: FLOAT32 },
		async compile(graph, weights, readTensor) {
			const session = await open(encodeModel(await inline(graph, weights, readTensor)));
			opened.push(session);
			return session.run;
		},
		async close() {
			for (const session of opened.splice(0)) await session.close();
		},
	};
}

/** What the onnxruntimes have in common. */
export interface Runtime<T> {
	readonly tensor: (array: Array32 | Indices) => T;
	readonly session: {
		run(feeds: Record<string, T>): Promise<Readonly<Record<string, RuntimeTensor>>>;
		release(): Promise<void>;
	};
}

interface RuntimeTensor {
	readonly dims: readonly number[];
	getData(): Promise<unknown>;
}

/** A session of float32 or int32 inputs and float32 outputs. */
export function opened<T>({ tensor, session }: Runtime<T>): Opened {
	return {
		async run(feeds) {
			const inputs = Object.entries(feeds).map(([name, array]) => [name, tensor(array)] as const);
			const outputs = await session.run(Object.fromEntries(inputs));
			const arrays = Object.entries(outputs).map(async ([name, output]) => {
				const data = await output.getData();
				if (!(data instanceof Float32Array)) throw new TypeError(`${name} is not float32`);
				return [name, { dims: output.dims, data }] as const;
			});
			return Object.fromEntries(await Promise.all(arrays));
		},
		close: () => session.release(),
	};
}

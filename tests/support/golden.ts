/** Golden cases in Node: tests/fixtures/golden/README.md. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { inline } from '../../src/lib/compiler/compile/inline';
import { FLOAT32 } from '../../src/lib/compiler/quantise/policy';
import { encodeModel } from '../../src/lib/onnx/encode';
import type { GoldenContext, ReadFixture } from '../golden/case';

const ROOT = fileURLToPath(new URL('../fixtures/golden/', import.meta.url));

export const readFixture: ReadFixture = async (file) =>
	Uint8Array.from(await readFile(path.join(ROOT, file)));

/** Runs golden cases in Node, on the CPU of onnxruntime. */
export function nodeContext(attention: 'fused' | 'sliced'): GoldenContext {
	return {
		read: readFixture,
		options: { activation: 'float32', attention, policy: FLOAT32 },
		async compile(graph, weights, read) {
			const model = encodeModel(await inline(graph, weights, read));
			const session = await InferenceSession.create(model);
			return async (feeds) => {
				const inputs = Object.entries(feeds).map(
					([name, { dims, data }]) => [name, new Tensor('float32', data, dims)] as const,
				);
				const outputs = await session.run(Object.fromEntries(inputs));
				return Object.fromEntries(
					Object.entries(outputs).map(([name, { dims, data }]) => [
						name,
						{ dims, data: data as Float32Array },
					]),
				);
			};
		},
	};
}

/** Golden cases in Node: tests/fixtures/golden/README.md. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ReadFixture } from '../golden/case';
import { goldenContext, opened, type GoldenSessions } from '../golden/context';

const ROOT = fileURLToPath(new URL('../fixtures/golden/', import.meta.url));

export const readFixture: ReadFixture = async (file) =>
	Uint8Array.from(await readFile(path.join(ROOT, file)));

/** Runs golden cases in Node, on the CPU of onnxruntime. */
export function nodeContext(attention: 'fused' | 'sliced'): GoldenSessions {
	return goldenContext({ attention }, readFixture, async (model) =>
		opened({
			tensor: ({ data, dims }) => new Tensor(data, dims),
			session: await InferenceSession.create(model),
		}),
	);
}

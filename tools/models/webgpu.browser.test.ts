import * as ort from 'onnxruntime-web/webgpu';
import mjsUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import { beforeAll, describe, expect, test } from 'vitest';
import { BUILTIN_NAMES, type BuiltinModel, loadCatalogue } from '../../src/lib/runtime/catalogue';
import { drawnPerson, toPlanes } from '../testing/picture';
import { relativeError } from '../testing/relative-error';

/** No node may fall back to the CPU: it would copy its tensors off the device and on again. */
const STRICT: ort.InferenceSession.SessionOptions = {
	executionProviders: ['webgpu'],
	extra: { session: { disable_cpu_ep_fallback: '1' } },
};

const models = new Map<string, BuiltinModel>();

beforeAll(async () => {
	ort.env.wasm.wasmPaths = { wasm: wasmUrl, mjs: mjsUrl };
	ort.env.wasm.numThreads = 1;
	const catalogue = await loadCatalogue(async (path) => (await fetch(`/${path}`)).json());
	catalogue.forEach((model, name) => models.set(name, model));
}, 120_000);

async function read(name: string): Promise<Uint8Array> {
	const response = await fetch(`/models/${models.get(name)!.file}`);
	return new Uint8Array(await response.arrayBuffer());
}

/** Writes another operator of the same length wherever one is named. */
function replaceOperator(bytes: Uint8Array, from: string, to: string): Uint8Array {
	const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
	return Uint8Array.from(text.replaceAll(from, to), (letter) => letter.charCodeAt(0));
}

test('a network with an operator that WebGPU lacks is refused', async () => {
	const bytes = replaceOperator(await read('blazeface'), 'Relu', 'Selu');
	const onCpu = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
	await onCpu.release();
	await expect(ort.InferenceSession.create(bytes, STRICT)).rejects.toThrow('fallback');
});

describe.each(BUILTIN_NAMES)('%s', (name) => {
	test('runs on WebGPU alone and computes what it computes on the CPU', async () => {
		const [, , side] = models.get(name)!.inputs[0].shape;
		const planes = toPlanes(drawnPerson(side, 1, 1.6));
		const image = new ort.Tensor('float32', planes, [1, 3, side, side]);
		const bytes = await read(name);
		const onGpu = await ort.InferenceSession.create(bytes, STRICT);
		const onCpu = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
		const actual = await onGpu.run({ image });
		const expected = await onCpu.run({ image });
		for (const output of onCpu.outputNames) {
			const [a, b] = [actual[output].data, expected[output].data] as Float32Array[];
			expect(relativeError(a, b), output).toBeLessThanOrEqual(1e-3);
		}
		await Promise.all([onGpu.release(), onCpu.release()]);
	});
});

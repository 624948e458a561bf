/** Reads recorded tensors and weights; no file system: runs in a browser too. */
import type { Checkpoint } from '../../src/lib/compiler/checkpoint';
import { openSafetensors } from '../../src/lib/compiler/read/safetensors';
import type { ByteSource } from '../../src/lib/domain/byte-source';
import type { Array32, ReadFixture } from './case';

export function memorySource(bytes: Uint8Array<ArrayBuffer>): ByteSource {
	return { size: bytes.length, read: async (begin, end) => bytes.slice(begin, end) };
}

/** A safetensors file of the fixtures. */
export async function goldenCheckpoint(file: string, read: ReadFixture): Promise<Checkpoint> {
	return openSafetensors(memorySource(await read(file)), file);
}

/** Recorded tensors of a file, by name. */
export async function goldenTensors(
	file: string,
	read: ReadFixture,
): Promise<(name: string) => Promise<Array32>> {
	const recorded = await goldenCheckpoint(file, read);
	return async (name) => ({
		dims: recorded.info(name)!.shape,
		data: await recorded.read(name),
	});
}

/** Largest absolute difference; infinite for another shape or NaN. */
export function maxDifference(a: Array32, b: Array32): number {
	if (a.dims.join() !== b.dims.join() || a.data.length !== b.data.length) return Infinity;
	let worst = 0;
	for (let i = 0; i < a.data.length; i++) {
		const difference = Math.abs(a.data[i] - b.data[i]);
		if (!(difference <= worst)) worst = Number.isNaN(difference) ? Infinity : difference;
	}
	return worst;
}

/** A JSON file of the fixtures, such as a config.json. */
export async function goldenJson(file: string, read: ReadFixture): Promise<unknown> {
	return JSON.parse(new TextDecoder().decode(await read(file)));
}

/** A recorded picture [H, W, 3] of bytes as [1, 3, H, W], in the same units. */
export function planes({ dims, data }: Array32): Array32 {
	const [height, width] = dims;
	const area = height * width;
	const result = new Float32Array(3 * area).map(
		(_, i) => data[(i % area) * 3 + Math.floor(i / area)],
	);
	return { dims: [1, 3, height, width], data: result };
}

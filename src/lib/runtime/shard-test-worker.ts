/** Reads slices of a file while garbage is collected; answers when it has come to the end of the last one. */
import { Shard } from './shard';

const LENGTH = 9216;

self.onmessage = async ({ data: file }: MessageEvent<Blob>) => {
	const shard = new Shard(file);
	let garbage: unknown[] = [];
	for (let i = 0; i < 3000; i++) {
		const seen = await read(shard, i * 1024);
		if (seen !== LENGTH) throw new Error(`${seen} bytes of slice ${i}`);
		garbage.push(new Array(2000).fill(i));
		if (garbage.length > 50) garbage = [];
	}
	postMessage('done');
};

/** As onnxruntime reads a tensor: with a buffer of its own where the stream takes one. */
async function read(file: Blob, start: number): Promise<number> {
	const stream = file.slice(start, start + LENGTH).stream();
	let reader: ReadableStreamBYOBReader;
	try {
		reader = stream.getReader({ mode: 'byob' });
	} catch {
		return readPlainly(stream.getReader());
	}
	let seen = 0;
	for (let buffer = new ArrayBuffer(1 << 20); ;) {
		const { value, done } = await reader.read(new Uint8Array(buffer));
		seen += value?.byteLength ?? 0;
		if (done || !value) return seen;
		buffer = value.buffer;
	}
}

async function readPlainly(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<number> {
	let seen = 0;
	for (;;) {
		const { value, done } = await reader.read();
		seen += value?.byteLength ?? 0;
		if (done) return seen;
	}
}

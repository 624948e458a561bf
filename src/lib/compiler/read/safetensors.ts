import type { ByteSource } from '$lib/domain/byte-source';
import { decodeHalves } from '$lib/onnx/half';
import type { Checkpoint, Dtype, TensorInfo } from '../checkpoint';
import { CompileError } from '../error';

interface Entry extends TensorInfo {
	readonly end: number;
}

/** Reads the header of a safetensors file; the values are read when they are asked for. */
export async function openSafetensors(source: ByteSource, label: string): Promise<Checkpoint> {
	const length = await source.read(0, 8);
	const headerBytes = Number(new DataView(length.buffer).getBigUint64(0, true));
	const header = JSON.parse(
		new TextDecoder().decode(await source.read(8, 8 + headerBytes)),
	) as Record<string, { dtype: Dtype; shape: number[]; data_offsets: [number, number] }>;
	const entries = new Map<string, Entry>();
	for (const [name, { dtype, shape, data_offsets }] of Object.entries(header)) {
		if (name === '__metadata__') continue;
		const [begin, end] = data_offsets.map((offset) => 8 + headerBytes + offset);
		entries.set(name, { name, dtype, shape, position: begin, end });
	}
	return {
		label,
		names: () => [...entries.keys()],
		info: (name) => entries.get(name),
		async read(name, rows, signal) {
			const entry = entries.get(name);
			if (!entry) throw new CompileError('missing', `${label}: no tensor ${name}`);
			const stride = (entry.end - entry.position) / (entry.shape[0] ?? 1);
			const begin = entry.position + (rows ? rows.begin * stride : 0);
			const end = rows ? entry.position + rows.end * stride : entry.end;
			return decode(await source.read(begin, end, signal), entry.dtype);
		},
	};
}

function decode(bytes: Uint8Array<ArrayBuffer>, dtype: Dtype): Float32Array<ArrayBuffer> {
	if (dtype === 'F32') return new Float32Array(bytes.slice().buffer);
	if (dtype === 'F16') return decodeHalves(bytes) as Float32Array<ArrayBuffer>;
	throw new CompileError('unsupported', `elements of type ${dtype}`);
}

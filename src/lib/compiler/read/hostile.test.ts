/**
 * 5,000 damaged or hostile files through all readers: every one ends in a CompileError or in a sound result. The
 * seeds are fixed; a failure names the number of its file.
 */
import { expect, test } from 'vitest';
import type { ByteSource } from '$lib/domain/byte-source';
import {
	float32,
	joinBytes,
	withHeader,
	writeSafetensors,
} from '../../../../tests/support/safetensors';
import {
	dict,
	int,
	named,
	pickle,
	tensor,
	text,
	torchFile,
	zip64,
} from '../../../../tests/support/torch-file';
import type { Checkpoint } from '../checkpoint';
import { CompileError } from '../error';
import { product } from '../graph/weight';
import { mergeLoras } from '../lora/merge';
import { modulesOf, readLora } from '../lora/read-lora';
import { canonicalNames, canonicalTaesd } from './canonical';
import { isLdm, splitLdm } from './ldm';
import { openCheckpoint } from './open';
import { recognise } from './recognise';

const FILES = 5000;

type Bytes = Uint8Array<ArrayBuffer>;
/** Integers from 0 to below n, the same for the same seed. (mulberry32) */
type Pick = (n: number) => number;

function picker(seed: number): Pick {
	let state = seed;
	return (n) => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
	};
}

// 1. Sound files of every format, small enough to be hit everywhere.

const four = float32([2, 2], [1, 2, 3, 4]);
const floats = new Uint8Array(Float32Array.from([0, 1, 2, 3, 4, 5]).buffer);
const whole = { length: 6, shape: [2, 3], strides: [3, 1] };

const BASE = writeSafetensors({
	'mid.to_k.weight': four,
	'mid.to_q.weight': { dtype: 'F16', shape: [2, 2], bytes: floats.subarray(0, 8) },
	'mid.norm.weight': { dtype: 'BF16', shape: [2], bytes: floats.subarray(0, 4) },
	'decoder.mid_block.attentions.0.query.weight': float32([1, 1, 1, 1], [1]),
	'1.conv.0.weight': { dtype: 'F8_E4M3', shape: [3], bytes: floats.subarray(0, 3) },
});
const LORA = writeSafetensors({
	'lora_unet_mid_to_k.lora_down.weight': float32([1, 2], [1, 10]),
	'lora_unet_mid_to_k.lora_up.weight': float32([2, 1], [1, 2]),
	'lora_unet_mid_to_k.alpha': float32([], [1]),
	'unet.mid.to_q.lora_A.weight': float32([1, 2], [1, 10]),
	'unet.mid.to_q.lora_B.weight': float32([2, 1], [1, 2]),
});
const LDM = writeSafetensors({
	'model.diffusion_model.input_blocks.0.0.weight': four,
	'model.diffusion_model.input_blocks.1.0.in_layers.0.weight': four,
	'model.diffusion_model.input_blocks.2.0.op.weight': four,
	'model.diffusion_model.output_blocks.0.0.in_layers.0.weight': four,
	'model.diffusion_model.output_blocks.0.1.conv.weight': four,
	'first_stage_model.decoder.up.0.block.0.norm1.weight': four,
	'first_stage_model.encoder.mid.attn_1.q.weight': float32([2, 2, 1, 1], [1, 2, 3, 4]),
	'cond_stage_model.transformer.text_model.final_layer_norm.weight': four,
});
const PICKLE = pickle(
	dict({
		a: tensor('0', whole),
		b: dict({ c: tensor('0', { ...whole, shape: [3, 2], strides: [1, 3] }), step: int(3) }),
		'mid.to_k.lora_A.weight': tensor('0', { ...whole, shape: [1, 2] }),
		'mid.to_k.lora_B.weight': tensor('0', { ...whole, shape: [2, 1] }),
	}),
);
const TORCH = torchFile(PICKLE, { 0: floats });
const LARGE_TORCH = zip64({ 'a/data.pkl': PICKLE, 'a/data/0': floats });
const SOUND = [BASE, LORA, LDM, TORCH, LARGE_TORCH];

// 2. What is done to them.

const LARGE = ['9007199254740993', '1e999', '-1', '0.5', '4294967296', '"1"', 'null', '[]', '{}'];

/** Changes a few bytes, cuts, repeats or inserts some. */
function damage(file: Bytes, pick: Pick): Bytes {
	let bytes = file.slice();
	for (let n = 1 + pick(4); n > 0 && bytes.length > 0; n--) {
		const at = pick(bytes.length);
		const some = bytes.slice(at, at + 1 + pick(40));
		switch (pick(7)) {
			case 0:
				bytes[at] ^= 1 << pick(8);
				break;
			case 1:
				bytes[at] = [0, 1, 0x7f, 0x80, 0xff][pick(5)];
				break;
			case 2: // a field of several bytes
				bytes.fill([0, 0xff][pick(2)], at, at + [2, 4, 8][pick(3)]);
				break;
			case 3:
				bytes = bytes.slice(0, at);
				break;
			case 4:
				bytes = joinBytes(bytes.slice(0, at), some, bytes.slice(at));
				break;
			case 5:
				bytes = joinBytes(bytes.slice(0, at), bytes.slice(at + some.length));
				break;
			case 6: // the end of another file
				bytes = joinBytes(bytes.slice(0, at), SOUND[pick(SOUND.length)].slice(at));
		}
	}
	return bytes;
}

/** A header that is JSON, with other values in some places. */
function distort(file: Bytes, pick: Pick): Bytes {
	const length = new DataView(file.buffer).getUint32(0, true);
	let header = new TextDecoder().decode(file.subarray(8, 8 + length));
	for (let n = 1 + pick(3); n > 0; n--) {
		const numbers = [...header.matchAll(/(?<=[[,])\d+(?=[\],])/g)];
		const { index, 0: number } = numbers[pick(numbers.length)];
		header =
			header.slice(0, index) + LARGE[pick(LARGE.length)] + header.slice(index + number.length);
		if (pick(4) === 0)
			header = header.replace('F32', ['F64', 'F8_E5M2', 'X', '__proto__'][pick(4)]);
		if (pick(8) === 0) header = header.replace('mid.to_k', ['__proto__', 'mid.to_q', ''][pick(3)]);
	}
	return withHeader(header, file.subarray(8 + length));
}

const PIECES = [
	...[named('os', 'system'), named('torch', 'FloatStorage'), named('collections', 'OrderedDict')],
	...[
		named('torch._utils', '_rebuild_tensor_v2'),
		named('torch', 'Size'),
		named('builtins', 'eval'),
	],
	...['(', ')', '}', ']', 't', 'u', 's', 'a', 'e', 'l', 'd', 'R', 'Q', 'b', '0', '1', '2', 'N'],
	...['q\0', 'q\x01', 'h\0', 'h\x01', 'K\x07', 'M\x01\x02', 'U\x01a', '\x95'],
	...[text('a'), text('storage'), text('0'), int(-1), int(6), tensor('0', whole)],
	...[0x85, 0x86, 0x87, 0x88, 0x89, 0x93, 0x94, 0x8a, 0x8b, 0x81].map((code) =>
		Uint8Array.of(code),
	),
];

/** A program of opcodes that torch uses and some that it does not, in any order. */
function program(pick: Pick): Bytes {
	const pieces = Array.from({ length: 1 + pick(60) }, () => PIECES[pick(PIECES.length)]);
	return torchFile(pickle('}', ...pieces), { 0: floats });
}

/** A pickle of the right form with parts replaced, in an archive that is in order. */
function hostilePickle(pick: Pick): Bytes {
	return torchFile(damage(PICKLE, pick), { 0: floats });
}

const SIZES = [0, 1, 2, 3, 6, 7, -1, -3, 65536, 2 ** 31 - 1, -(2 ** 31)];
const STORAGES = ['FloatStorage', 'HalfStorage', 'ByteStorage', 'LongStorage', 'FloatTensor'];

/** Sound pickles of tensors that are often impossible. */
function oddTensors(pick: Pick): Bytes {
	const size = () => SIZES[pick(pick(9) ? 4 : SIZES.length)];
	const odd = () => {
		const axes = pick(4);
		return tensor(String(pick(12) ? 0 : 1), {
			storage: STORAGES[pick(9) ? 0 : pick(STORAGES.length)],
			length: pick(30) ? 6 : size(),
			offset: pick(2) ? 0 : size(),
			shape: Array.from({ length: axes }, size),
			strides: Array.from({ length: pick(20) ? axes : pick(4) }, size),
		});
	};
	return torchFile(pickle(dict({ a: odd(), b: odd() })), { 0: floats });
}

const NAMES = [
	...['lora_unet_mid_to_k.lora_down.weight', 'lora_unet_mid_to_k.lora_up.weight'],
	...['unet.mid.to_q.lora_A.weight', 'unet.mid.to_q.lora_B.weight', 'lora_unet_mid_to_k.alpha'],
	...['mid.to_k.hada_w1_a', 'unet.mid.to_q.lora.down.weight', 'lora_te_a.lora_up.weight'],
	...['model.diffusion_model.input_blocks.0.0.weight', 'first_stage_model.decoder.up.9.a.weight'],
	...['model.diffusion_model.output_blocks.0.0.in_layers.0.bias', 'cond_stage_model.model.a'],
	...['model.diffusion_model.time_embed.cond_proj.weight', 'model.diffusion_model.out.0.weight'],
	...['first_stage_model.encoder.mid.attn_1.q.weight', 'cond_stage_model.transformer.a'],
	...['model.diffusion_model.time_embedding.cond_proj.weight', '0.conv.0.weight', '__proto__'],
	...['encoder.mid_block.attentions.0.q.weight', 'encoder.mid_block.attentions.0.query.weight'],
];

/** Sound files of tensors that belong together only by chance. */
function oddNames(pick: Pick): Bytes {
	const entries = Array.from({ length: 1 + pick(6) }, () => {
		const shape = Array.from({ length: pick(5) }, () => 1 + pick(2));
		const values = shape.reduce((a, b) => a * b, 1);
		return [NAMES[pick(NAMES.length)], float32(shape, Array(values).fill(pick(3)))] as const;
	});
	return writeSafetensors(Object.fromEntries(entries));
}

function hostileFile(pick: Pick): Bytes {
	switch (pick(6)) {
		case 0:
			return program(pick);
		case 1:
			return hostilePickle(pick);
		case 2:
			return distort(SOUND[pick(3)], pick);
		case 3:
			return oddTensors(pick);
		case 4:
			return oddNames(pick);
		default:
			return damage(SOUND[pick(SOUND.length)], pick);
	}
}

// 3. All that is done with a file, and what must hold.

/** Counts what is asked for; some files are shorter than they say. */
function sourceOf(file: Bytes, missing: number): ByteSource & { asked: number } {
	return {
		size: file.length,
		asked: 0,
		async read(begin, end) {
			if (!(begin >= 0 && begin <= end && end <= file.length)) throw new RangeError('outside');
			this.asked = Math.max(this.asked, end - begin);
			return file.slice(begin, Math.min(end, file.length - missing));
		},
	};
}

async function readAll(checkpoint: Checkpoint, most: number): Promise<number> {
	for (const name of checkpoint.names()) {
		const { shape } = checkpoint.info(name)!;
		const values = await checkpoint.read(name);
		expect(values.length).toBe(product(shape));
		expect(values.length).toBeLessThanOrEqual(most);
		if (!(shape[0] > 1)) continue;
		const rows = await checkpoint.read(name, { begin: 1, end: 2 });
		expect([...rows]).toEqual([...values.slice(values.length / shape[0]).slice(0, rows.length)]);
	}
	return checkpoint.names().length;
}

async function useFile(source: ByteSource, base: Checkpoint, onOpen: () => void): Promise<number> {
	const checkpoint = await openCheckpoint(source, 'hostile');
	onOpen();
	let tensors = await readAll(checkpoint, source.size);
	expect(recognise(checkpoint).description).toMatch(/./);
	tensors += await readAll(canonicalNames(checkpoint), source.size);
	tensors += await readAll(canonicalTaesd(checkpoint, 'decoder'), source.size);
	if (isLdm(checkpoint)) {
		const { unet, vae, textEncoder } = splitLdm(checkpoint);
		for (const part of [unet, vae, textEncoder]) {
			if (part) tensors += await readAll(part, source.size);
		}
	}
	const lora = await readLora(checkpoint, 'unet', modulesOf(base));
	return tensors + (await readAll(mergeLoras(base, [{ lora, weight: 1 }]), BASE.length));
}

test(`${FILES} damaged and hostile files`, { timeout: 60_000 }, async () => {
	const base = await openCheckpoint(sourceOf(BASE, 0), 'base');
	const outcomes: Record<string, number> = {};
	let opened = 0;
	for (let i = 0; i < FILES; i++) {
		const pick = picker(i);
		const file = hostileFile(pick);
		const source = sourceOf(file, pick(40) === 0 ? 1 + pick(20) : 0);
		let outcome = 'read';
		try {
			await useFile(source, base, () => opened++);
		} catch (error) {
			if (!(error instanceof CompileError)) throw new Error(`file ${i}`, { cause: error });
			expect(error.message.length).toBeLessThan(1000);
			outcome = error.problem;
		}
		expect(source.asked).toBeLessThanOrEqual(file.length);
		outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
	}
	expect(opened).toBeGreaterThan(FILES / 5);
	// The files reach every kind of refusal, and some are sound.
	expect(Object.keys(outcomes).sort()).toEqual([
		'damaged',
		'mismatch',
		'read',
		'unsafe',
		'unsupported',
	]);
	for (const count of Object.values(outcomes)) expect(count).toBeGreaterThan(20);
});

/**
 * What the pickle of torch.save may ask for: torch/_utils.py (_rebuild_*), torch/serialization.py
 * (persistent_id). Nothing is called; sizes and places of tensors are noted.
 */
import type { Dtype } from '../../checkpoint';
import { CompileError } from '../../error';
import { Dict, Global, Tuple, type Interpreter } from './objects';

/** Elements of one type, shared by any number of tensors. */
export class Storage {
	constructor(
		/** Its file in the archive: `<root>/data/<key>`. */
		readonly key: string,
		readonly dtype: Dtype | 'bytes',
		/** Elements; bytes where it has no type. */
		readonly length: number,
	) {}
}

/** A view of a storage. Its numbers are as the file says, unchecked. */
export class StoredTensor {
	constructor(
		readonly storage: Storage,
		readonly dtype: Dtype,
		/** Elements before the first one. */
		readonly offset: unknown,
		readonly shape: readonly unknown[],
		readonly strides: readonly unknown[],
	) {}
}

const STORAGES: Readonly<Record<string, Dtype | 'bytes'>> = {
	'torch.DoubleStorage': 'F64',
	'torch.FloatStorage': 'F32',
	'torch.HalfStorage': 'F16',
	'torch.BFloat16Storage': 'BF16',
	'torch.LongStorage': 'I64',
	'torch.IntStorage': 'I32',
	'torch.ShortStorage': 'I16',
	'torch.CharStorage': 'I8',
	'torch.ByteStorage': 'U8',
	'torch.BoolStorage': 'BOOL',
	'torch.storage.UntypedStorage': 'bytes',
};

/** Types that have no storage class come as a name beside an untyped storage. */
const DTYPES: Readonly<Record<string, Dtype>> = {
	'torch.float64': 'F64',
	'torch.float32': 'F32',
	'torch.float16': 'F16',
	'torch.bfloat16': 'BF16',
	'torch.float8_e4m3fn': 'F8_E4M3',
	'torch.float8_e5m2': 'F8_E5M2',
};

const ORDERED_DICT = 'collections.OrderedDict';
const SIZE = 'torch.Size';
const TENSOR = 'torch._utils._rebuild_tensor_v2';
const TYPED_TENSOR = 'torch._utils._rebuild_tensor_v3';
const PARAMETER = 'torch._utils._rebuild_parameter';
const ALLOWED = new Set([
	...Object.keys(STORAGES),
	...Object.keys(DTYPES),
	...[ORDERED_DICT, SIZE, TENSOR, TYPED_TENSOR, PARAMETER],
]);

/** @param label of the file, for errors */
export function torchInterpreter(label: string): Interpreter {
	return {
		check(path) {
			if (ALLOWED.has(path)) return;
			const message = `${label}: its pickle asks for ${path.slice(0, 120)}, which tensors have no need of`;
			throw new CompileError('unsafe', message);
		},
		call(path, args) {
			if (path === ORDERED_DICT) return callDict(args, label);
			if (path === SIZE && args[0] instanceof Tuple) return args[0];
			if (path === PARAMETER && args[0] instanceof StoredTensor) return args[0];
			if (path === TENSOR) return callTensor(args, undefined, label);
			if (path === TYPED_TENSOR) return callTensor(args, args[6], label);
			throw damaged(label, `it calls ${path} with what it does not take`);
		},
		persistent(id) {
			const [kind, type, key, , length] = id instanceof Tuple ? id.items : [];
			const dtype = type instanceof Global ? STORAGES[type.path] : undefined;
			if (kind !== 'storage' || !dtype || typeof key !== 'string' || !isSize(length)) {
				throw damaged(label, 'a storage in it has no type, name or size');
			}
			return new Storage(key, dtype, length);
		},
		// A module's state_dict carries the versions of its layers as an attribute, `_metadata`.
		mayBuild: (target) => target instanceof Dict,
	};
}

/** OrderedDict(), or of a list of pairs, as old versions of Python pickle it. */
function callDict(args: readonly unknown[], label: string): Dict {
	const dict = new Dict();
	const [pairs = []] = args;
	if (!Array.isArray(pairs)) throw damaged(label, 'an OrderedDict is made of no list');
	for (const pair of pairs as unknown[]) {
		const items = pair instanceof Tuple ? pair.items : pair;
		if (!Array.isArray(items) || items.length !== 2) {
			throw damaged(label, 'an OrderedDict is made of no pairs');
		}
		dict.entries.set(items[0], items[1]);
	}
	return dict;
}

function callTensor(args: readonly unknown[], type: unknown, label: string): StoredTensor {
	const [storage, offset, shape, strides] = args;
	if (!(storage instanceof Storage) || !(shape instanceof Tuple) || !(strides instanceof Tuple)) {
		throw damaged(label, 'a tensor in it has no storage, size or strides');
	}
	const dtype = type instanceof Global ? DTYPES[type.path] : storage.dtype;
	if (dtype === undefined || dtype === 'bytes') {
		throw new CompileError('unsupported', `${label}: a tensor in it has an unknown type`);
	}
	return new StoredTensor(storage, dtype, offset, shape.items, strides.items);
}

function isSize(value: unknown): value is number {
	return Number.isSafeInteger(value) && (value as number) >= 0;
}

function damaged(label: string, what: string): CompileError {
	return new CompileError('damaged', `${label}: its pickle is damaged: ${what}`);
}

import { decodeHalves } from '../../src/lib/onnx/half';
import { product, type Tensor } from '../onnx/tensor';
import { operatorName } from './operator-names';
import { Table } from './table';

/**
 * What the importer needs of the TFLite schema. Field numbers and codes:
 * https://github.com/tensorflow/tensorflow/blob/master/tensorflow/compiler/mlir/lite/schema/schema.fbs
 */
export interface TfliteModel {
	readonly operations: readonly TfliteNode[];
	readonly tensors: readonly TfliteTensor[];
	/** Tensor indices. */
	readonly inputs: readonly number[];
	readonly outputs: readonly number[];
}

export interface TfliteTensor {
	readonly name: string;
	readonly shape: readonly number[];
	/** Undefined where the tensor is computed. */
	readonly constant: Tensor | undefined;
}

export interface TfliteNode {
	/** The schema's name of a built-in operator, or the name of a custom one. */
	readonly operator: string;
	readonly inputs: readonly number[];
	readonly outputs: readonly number[];
	readonly options: Table | undefined;
	readonly customOptions: Uint8Array<ArrayBuffer>;
}

const FILE_IDENTIFIER = 'TFL3';

/** Reads the only subgraph of a TFLite file. Throws where the file is another format or truncated. */
export function readTflite(bytes: Uint8Array): TfliteModel {
	if (Buffer.from(bytes.subarray(4, 8)).toString('latin1') !== FILE_IDENTIFIER) {
		throw new Error('Not a TFLite file');
	}
	const model = Table.root(bytes);
	const subgraphs = model.tables(2);
	if (subgraphs.length !== 1) throw new Error(`${subgraphs.length} subgraphs instead of one`);
	const [graph] = subgraphs;
	const buffers = model.tables(4);
	const codes = model.tables(1).map(operatorOf);
	return {
		tensors: graph.tables(0).map((tensor) => readTensor(tensor, buffers)),
		inputs: graph.integers(1),
		outputs: graph.integers(2),
		operations: graph.tables(3).map((operator) => ({
			operator: codes[operator.int32(0)],
			inputs: operator.integers(1),
			outputs: operator.integers(2),
			options: operator.table(4),
			customOptions: operator.bytes(5),
		})),
	};
}

/** Codes up to 127 stand in the old byte field, and files of any age fill at least one of the two. */
function operatorOf(code: Table): string {
	const builtin = operatorName(Math.max(code.int8(0), code.int32(3)));
	return builtin === 'CUSTOM' ? code.text(1) : builtin;
}

function readTensor(table: Table, buffers: readonly Table[]): TfliteTensor {
	const name = table.text(3);
	const shape = table.integers(0);
	const bytes = buffers[table.int32(2)].bytes(0);
	if (!bytes.length) return { name, shape, constant: undefined };
	const data = readData(name, table.int8(1), bytes);
	if (data.length !== product(shape)) {
		throw new Error(`TFLite tensor ${name} has ${data.length} numbers for shape [${shape}]`);
	}
	return { name, shape, constant: { shape, data } };
}

function readData(name: string, type: number, bytes: Uint8Array<ArrayBuffer>): Tensor['data'] {
	switch (type) {
		case 0:
			return new Float32Array(bytes.buffer);
		case 1:
			return decodeHalves(bytes);
		case 2:
			return new Int32Array(bytes.buffer);
		default:
			throw new Error(`TFLite tensor ${name}: type ${type} is not supported`);
	}
}

import type { Value } from '../onnx/network';
import type { Tensor } from '../onnx/tensor';
import type { TfliteNode } from './model';
import type { Table } from './table';

type Operand = Value | Tensor;

/** An operator with its inputs computed, and access to its options. */
export class TfliteOperation {
	readonly #node: TfliteNode;
	readonly #inputs: readonly Operand[];

	constructor(node: TfliteNode, inputs: readonly Operand[]) {
		this.#node = node;
		this.#inputs = inputs;
	}

	get options(): Table {
		return this.#node.options ?? this.refuse('missing options');
	}

	get customOptions(): Uint8Array<ArrayBuffer> {
		return this.#node.customOptions;
	}

	operand(index: number): Operand {
		return this.#inputs[index] ?? this.refuse(`a missing input ${index}`);
	}

	value(index: number): Value {
		const operand = this.operand(index);
		return 'name' in operand ? operand : this.refuse(`a constant as input ${index}`);
	}

	constant(index: number): Tensor {
		const operand = this.operand(index);
		return 'name' in operand ? this.refuse(`a computed input ${index}`) : operand;
	}

	refuse(what: string): never {
		throw new Error(`TFLite operator ${this.#node.operator}: ${what} is not supported`);
	}
}

import type { Value } from '../onnx/network';
import type { Tensor } from '../onnx/tensor';
import type { TfjsNode } from './model';

type Operand = Value | Tensor;

/** A node with its inputs computed, and typed access to its attributes. */
export class TfjsOperation {
	readonly #node: TfjsNode;
	readonly #inputs: readonly Operand[];

	constructor(node: TfjsNode, inputs: readonly Operand[]) {
		this.#node = node;
		this.#inputs = inputs;
	}

	get inputCount(): number {
		return this.#inputs.length;
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

	scalar(index: number): number {
		const { data } = this.constant(index);
		return data.length === 1 ? data[0] : this.refuse(`${data.length} numbers as input ${index}`);
	}

	/** Strings are base64 in the file. */
	text(attribute: string): string {
		return decode(this.#node.attr[attribute]?.s ?? '');
	}

	texts(attribute: string): string[] {
		return (this.#node.attr[attribute]?.list?.s ?? []).map(decode);
	}

	/** 64-bit integers are decimal strings in the file. */
	integers(attribute: string): number[] {
		return (this.#node.attr[attribute]?.list?.i ?? []).map(Number);
	}

	flag(attribute: string): boolean {
		return this.#node.attr[attribute]?.b ?? false;
	}

	refuse(what: string): never {
		throw new Error(
			`tfjs operator ${this.#node.op} (${this.#node.name}): ${what} is not supported`,
		);
	}
}

const decode = (base64: string): string => Buffer.from(base64, 'base64').toString('latin1');

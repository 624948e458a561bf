import { Operation, type Operand } from '../onnx/operation';
import type { TfjsNode } from './model';

/** A node with its inputs computed, and typed access to its attributes. */
export class TfjsOperation extends Operation {
	readonly #node: TfjsNode;

	constructor(node: TfjsNode, inputs: readonly Operand[]) {
		super(inputs);
		this.#node = node;
	}

	get inputCount(): number {
		return this.inputs.length;
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

	override refuse(what: string): never {
		throw new Error(
			`tfjs operator ${this.#node.op} (${this.#node.name}): ${what} is not supported`,
		);
	}
}

const decode = (base64: string): string => Buffer.from(base64, 'base64').toString('latin1');

import { Operation, type Operand } from '../onnx/operation';
import type { TfliteNode } from './model';
import type { Table } from './table';

/** An operator with its inputs computed, and access to its options. */
export class TfliteOperation extends Operation {
	readonly #node: TfliteNode;

	constructor(node: TfliteNode, inputs: readonly Operand[]) {
		super(inputs);
		this.#node = node;
	}

	get options(): Table {
		return this.#node.options ?? this.refuse('missing options');
	}

	get customOptions(): Uint8Array<ArrayBuffer> {
		return this.#node.customOptions;
	}

	override refuse(what: string): never {
		throw new Error(`TFLite operator ${this.#node.operator}: ${what} is not supported`);
	}
}

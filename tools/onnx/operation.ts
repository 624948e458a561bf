import type { Value } from './network';
import type { Tensor } from './tensor';

export type Operand = Value | Tensor;

/** An operator of a source format with its inputs computed; each format adds its attributes. */
export abstract class Operation {
	constructor(protected readonly inputs: readonly Operand[]) {}

	/** Throws an error that names the operator and what of it is not supported. */
	abstract refuse(what: string): never;

	operand(index: number): Operand {
		return this.inputs[index] ?? this.refuse(`a missing input ${index}`);
	}

	value(index: number): Value {
		const operand = this.operand(index);
		return 'name' in operand ? operand : this.refuse(`a constant as input ${index}`);
	}

	constant(index: number): Tensor {
		const operand = this.operand(index);
		return 'name' in operand ? this.refuse(`a computed input ${index}`) : operand;
	}
}

import type { Checkpoint } from '../checkpoint';
import { CompileError } from '../error';
import { formatWeight } from '../quantise/format';
import type { PrecisionPolicy } from '../quantise/policy';
import { GraphBuilder, type Value } from './builder';
import { product, type PlannedWeight, type Role, type WeightSpec } from './weight';

export interface NetworkOptions {
	/** Of activations, inputs and outputs. */
	readonly activation: 'float32' | 'float16';
	/** `sliced` is a Softmax between two MatMuls, right on every adapter; see facts of the self-test. */
	readonly attention: 'fused' | 'sliced';
	readonly policy: PrecisionPolicy;
}

/**
 * A network under construction: its graph, the checkpoint whose headers tell the shapes, and the weights it
 * takes. Reads no values: those are computed later, one weight at a time.
 */
export class Network {
	readonly graph = new GraphBuilder();
	readonly #weights = new Map<string, PlannedWeight>();

	constructor(
		readonly checkpoint: Checkpoint,
		readonly options: NetworkOptions,
	) {}

	/** All weights that the layers asked for, in the order of the first question. */
	get weights(): readonly PlannedWeight[] {
		return [...this.#weights.values()];
	}

	has(name: string): boolean {
		return this.checkpoint.info(name) !== undefined;
	}

	/** The shape of a tensor. @throws CompileError 'missing' */
	shape(name: string): readonly number[] {
		const info = this.checkpoint.info(name);
		if (!info) throw new CompileError('missing', `${this.checkpoint.label}: no tensor ${name}`);
		return info.shape;
	}

	/** A tensor as it is, reshaped to `dims` where given. @throws CompileError 'missing', 'mismatch' */
	tensor(name: string, role: Role, dims: readonly number[] = this.shape(name)): Value {
		const found = this.shape(name);
		if (product(found) !== product(dims)) {
			const message = `${this.checkpoint.label}: ${name} is [${found}], expected [${dims}]`;
			throw new CompileError('mismatch', message);
		}
		const byRows = dims.length > 1 && dims[0] === found[0];
		return this.weight({ name, role, dims, sources: [name], values: (read) => read(name), byRows });
	}

	/** A weight computed from tensors, as a value of the activation's type. Equal names are one weight. */
	weight(spec: WeightSpec): Value {
		const planned = this.#weights.get(spec.name) ?? formatWeight(spec, this.options.policy);
		this.#weights.set(spec.name, planned);
		const [constant] = planned.constants;
		return this.graph.constant({
			...constant,
			data: { file: '', offset: 0, length: constant.bytes },
		});
	}
}

import type { Constant } from '$lib/onnx/graph';
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
	/** `operator` is one that the WebGPU provider alone has; `decomposed` runs everywhere and is the default. */
	readonly groupNorm?: 'operator' | 'decomposed';
	readonly policy: PrecisionPolicy;
	/** The most that sliced attention is cut for: see AttentionShape. Anything in one piece by default. */
	readonly largest?: {
		readonly batch: number;
		/** Pixels of the latents. */
		readonly tokens: number;
	};
}

/**
 * A network under construction: its graph, the checkpoint whose headers tell the shapes, and the weights it
 * takes. Reads no values: those are computed later, one weight at a time.
 */
export class Network {
	readonly graph = new GraphBuilder();
	readonly #weights = new Map<string, PlannedWeight>();
	readonly #values = new Map<string, Value>();

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
		return this.weight(this.spec(name, role, dims));
	}

	/** What tensor() asks for. @throws CompileError 'missing', 'mismatch' */
	spec(name: string, role: Role, dims: readonly number[] = this.shape(name)): WeightSpec {
		const found = this.shape(name);
		if (product(found) !== product(dims)) {
			const message = `${this.checkpoint.label}: ${name} is [${found}], expected [${dims}]`;
			throw new CompileError('mismatch', message);
		}
		const byRows = dims.length > 1 && dims[0] === found[0];
		return { name, role, dims, sources: [name], values: (read) => read(name), byRows };
	}

	/** A weight computed from tensors, as a value of the activation's type. Equal names are one weight. */
	weight(spec: WeightSpec): Value {
		const value = this.#values.get(spec.name) ?? this.#restored(this.plan(spec));
		this.#values.set(spec.name, value);
		return value;
	}

	/** Chooses the format of a weight, for layers with an operator that takes stored values as they are. */
	plan(spec: WeightSpec): PlannedWeight {
		const { policy, activation } = this.options;
		const planned = this.#weights.get(spec.name) ?? formatWeight(spec, policy, activation);
		this.#weights.set(spec.name, planned);
		return planned;
	}

	/** A stored array of a planned weight. */
	stored(constant: PlannedWeight['constants'][number]): Value {
		const data: Constant['data'] = { file: '', offset: 0, length: constant.bytes };
		return this.graph.constant({ ...constant, data });
	}

	#restored({ spec, format, constants }: PlannedWeight): Value {
		const { activation } = this.options;
		const values = constants.map((constant) => this.stored(constant));
		switch (format) {
			case 'float32':
			case 'float16':
				return this.graph.cast(values[0], activation);
			case 'int8-channel':
				return this.graph.scoped(spec.name, () =>
					this.graph.node('DequantizeLinear', values, { axis: 0 }, activation),
				);
			case 'int4-block':
				throw new Error(`${spec.name}: only MatMulNBits reads blocks of 4 bits`);
		}
	}
}

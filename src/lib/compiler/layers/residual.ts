import type { Value } from '../graph/builder';
import type { Network } from '../graph/network';
import {
	addAndNormalise,
	affineOf,
	normalise,
	type Affine,
	type GroupNormOptions,
} from './group-norm';

/**
 * An image, or the sum of two that nobody has asked for yet: a group norm that comes first adds them in its own
 * kernels.
 */
export class Residual {
	#sum: Value | null = null;

	/** @param path of the module whose sum it is */
	constructor(
		private readonly net: Network,
		private readonly path: string,
		private readonly parts: readonly [Value] | readonly [Value, Value],
	) {}

	get sum(): Value {
		const { graph } = this.net;
		const [x, residual] = this.parts;
		if (!residual) return x;
		return (this.#sum ??= graph.scoped(this.path, () => graph.node('Add', [x, residual])));
	}

	/** Its group norm by the weights of `path`. */
	normed(path: string, options: GroupNormOptions): Value {
		const affine = affineOf(this.net, path);
		return this.net.graph.scoped(path, () => this.#normed(affine, options));
	}

	/** Its group norm without scale and shift. */
	normalised(channels: number, options: GroupNormOptions): Value {
		return this.#normed({ channels }, options);
	}

	#normed(affine: Affine, options: GroupNormOptions): Value {
		const { net, parts } = this;
		if (this.#sum || parts.length === 1) return normalise(net, this.sum, affine, options);
		const { sum, normed } = addAndNormalise(net, parts, affine, options);
		this.#sum = sum;
		return normed;
	}
}

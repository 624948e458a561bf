import type { Attribute, Graph, Initializer, Node, Port } from './encode';
import type { Tensor } from './tensor';

/** Collects nodes and constants under fresh names; only what the outputs need reaches the graph. */
export class GraphBuilder {
	readonly #nodes: Node[] = [];
	readonly #initializers: Initializer[] = [];
	readonly #inputs: Port[] = [];
	readonly #outputs: Port[] = [];
	/** Weights in half precision: the file holds half the bytes, a Cast widens them at load. */
	readonly #halfWeights: boolean;

	constructor(halfWeights: boolean) {
		this.#halfWeights = halfWeights;
	}

	input(port: Port): string {
		this.#inputs.push(port);
		return port.name;
	}

	/** Adds a node with one output and returns the output's name. */
	node(
		type: string,
		inputs: readonly string[],
		attributes: Readonly<Record<string, Attribute>> = {},
	): string {
		const name = `${type}_${this.#nodes.length}`;
		this.#nodes.push({ type, name, inputs, output: name, attributes });
		return name;
	}

	/** A float32 constant, stored as it is. */
	constant(tensor: Tensor): string {
		return this.#initializer(tensor, 'float32');
	}

	/** A constant worth storing in half precision. */
	weight(tensor: Tensor): string {
		if (!this.#halfWeights) return this.constant(tensor);
		return this.node('Cast', [this.#initializer(tensor, 'float16')], { to: 1 });
	}

	/** Shapes, pads and other integers. */
	integers(values: readonly number[]): string {
		return this.#initializer({ shape: [values.length], data: Int32Array.from(values) }, 'int64');
	}

	/** Makes a value an output of the graph under the port's name. */
	output(value: string, port: Port): void {
		this.#nodes.push({
			type: 'Identity',
			name: port.name,
			inputs: [value],
			output: port.name,
			attributes: {},
		});
		this.#outputs.push(port);
	}

	build(name: string, description: string): Graph {
		const needed = new Set(this.#outputs.map((output) => output.name));
		const nodes = this.#nodes
			.toReversed()
			.filter((node) => {
				if (!needed.has(node.output)) return false;
				node.inputs.forEach((input) => needed.add(input));
				return true;
			})
			.toReversed();
		return {
			name,
			description,
			nodes,
			initializers: this.#initializers.filter((tensor) => needed.has(tensor.name)),
			inputs: this.#inputs,
			outputs: this.#outputs,
		};
	}

	#initializer(tensor: Tensor, element: Initializer['element']): string {
		const name = `const_${this.#initializers.length}`;
		this.#initializers.push({ ...tensor, name, element });
		return name;
	}
}

import { DATA_TYPE } from '$lib/onnx/encode';
import type { Attribute, Constant, Dim, Element, Graph, Node, Port } from '$lib/onnx/graph';
import { encodeHalves } from '$lib/onnx/half';
import { rankOf } from './rank';
import type { Value } from './value';

export type { Value };

/**
 * Collects the nodes and constants of one graph. Names follow the scope (the module path of the checkpoint), so
 * that profiles and errors name the layer. Weights are constants whose bytes come later: see weight.ts.
 */
export class GraphBuilder {
	readonly #nodes: Node[] = [];
	readonly #constants = new Map<string, Constant>();
	readonly #inputs: Port[] = [];
	readonly #outputs: Port[] = [];
	readonly #used = new Map<string, number>();
	#scope = '';

	/** Runs `body` with names under `scope`, a module path such as `down_blocks.0.resnets.1`. */
	scoped<T>(scope: string, body: () => T): T {
		const outer = this.#scope;
		this.#scope = scope;
		try {
			return body();
		} finally {
			this.#scope = outer;
		}
	}

	input(name: string, element: Element, dims: readonly Dim[]): Value {
		this.#inputs.push({ name, element, dims });
		return { name, element, rank: dims.length };
	}

	/** Makes a value an output of the graph. */
	output(value: Value, name: string, dims: readonly Dim[]): void {
		this.#nodes.push({
			op: 'Identity',
			domain: '',
			name: `output ${name}`,
			inputs: [value.name],
			outputs: [name],
			attributes: {},
		});
		this.#outputs.push({ name, element: value.element, dims });
	}

	/** Adds a standard node with one output, of the type of its first input unless told otherwise. */
	node(
		op: string,
		inputs: readonly (Value | null)[],
		attributes: Readonly<Record<string, Attribute>> = {},
		element: Element = inputs[0]!.element,
	): Value {
		return this.#add('', op, inputs, attributes, [element])[0];
	}

	/** The value itself where it is of this type already. */
	cast(value: Value, element: 'float32' | 'float16'): Value {
		if (value.element === element) return value;
		return this.node('Cast', [value], { to: DATA_TYPE[element] }, element);
	}

	/** Adds a node of the com.microsoft domain with one output. */
	contrib(
		op: string,
		inputs: readonly (Value | null)[],
		attributes: Readonly<Record<string, Attribute>> = {},
		element: Element = inputs[0]!.element,
	): Value {
		return this.#add('com.microsoft', op, inputs, attributes, [element])[0];
	}

	/** A node with several outputs of one type. */
	split(
		op: string,
		count: number,
		inputs: readonly (Value | null)[],
		attributes: Readonly<Record<string, Attribute>> = {},
		domain: Node['domain'] = '',
	): Value[] {
		const elements = Array.from({ length: count }, () => inputs[0]!.element);
		return this.#add(domain, op, inputs, attributes, elements);
	}

	/** Shapes, axes, pads: int64, one copy of equal ones, inside the model file. */
	integers(values: readonly number[], dims: readonly number[] = [values.length]): Value {
		const name = `int64[${dims.join('x')}] ${values.join(',')}`;
		const data = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
		this.#constants.set(name, { name, element: 'int64', dims, data });
		return { name, element: 'int64', rank: dims.length, count: values.length };
	}

	/** A small table of numbers that no checkpoint holds, inside the model file. */
	table(
		label: string,
		values: ArrayLike<number>,
		dims: readonly number[],
		element: 'float32' | 'float16',
	): Value {
		const floats = Float32Array.from(values);
		const data = element === 'float32' ? new Uint8Array(floats.buffer) : encodeHalves(floats);
		const name = this.#unique(label);
		this.#constants.set(name, { name, element, dims, data });
		return { name, element, rank: dims.length };
	}

	/** A line of one number, one copy of equal ones, inside the model file. */
	repeated(value: number, count: number, element: 'float32' | 'float16'): Value {
		const name = `${element}[${count}] ${value}`;
		const floats = new Float32Array(count).fill(value);
		const data = element === 'float32' ? new Uint8Array(floats.buffer) : encodeHalves(floats);
		return this.constant({ name, element, dims: [count], data });
	}

	/** A constant whose bytes lie where the caller says. Equal names are one constant. */
	constant(constant: Constant): Value {
		this.#constants.set(constant.name, constant);
		return { name: constant.name, element: constant.element, rank: constant.dims.length };
	}

	/** The finished graph: only what the outputs need. */
	build(name: string, description = ''): Graph {
		const needed = new Set(this.#outputs.map((port) => port.name));
		const nodes = this.#nodes
			.toReversed()
			.filter(({ inputs, outputs }) => {
				if (!outputs.some((output) => needed.has(output))) return false;
				for (const input of inputs) needed.add(input);
				return true;
			})
			.toReversed();
		return {
			name,
			description,
			nodes,
			constants: [...this.#constants.values()].filter((constant) => needed.has(constant.name)),
			inputs: this.#inputs,
			outputs: this.#outputs,
		};
	}

	#add(
		domain: Node['domain'],
		op: string,
		inputs: readonly (Value | null)[],
		attributes: Readonly<Record<string, Attribute>>,
		elements: readonly Element[],
	): Value[] {
		const name = this.#unique(op);
		const rank = rankOf(op, inputs, attributes);
		const outputs = elements.map((element, i) => ({
			name: i ? `${name}:${i}` : name,
			element,
			rank,
		}));
		this.#nodes.push({
			op,
			domain,
			name,
			inputs: inputs.map((input) => input?.name ?? ''),
			outputs: outputs.map((output) => output.name),
			attributes,
		});
		return outputs;
	}

	#unique(label: string): string {
		const path = this.#scope ? `${this.#scope}/${label}` : label;
		const count = this.#used.get(path) ?? 0;
		this.#used.set(path, count + 1);
		return count ? `${path}_${count}` : path;
	}
}

/**
 * The steps of samplers as small networks, so that latents stay where the UNet is. Latents are float32 whatever the
 * UNet computes in; the factors of a step are inputs, so that one network serves all steps.
 */
import { DATA_TYPE, encodeModel } from '$lib/onnx/encode';
import type { Attribute, Element, Graph, Node, Port } from '$lib/onnx/graph';

/** Precision of the networks around: what they take and give. */
export type Activation = 'float32' | 'float16';

/** What a step takes besides latents and prediction. */
export interface StepForm {
	/** The prediction is one of two: without and with the prompt. */
	readonly guided: boolean;
	readonly stochastic: boolean;
	readonly multistep: boolean;
	readonly activation: Activation;
}

/** Names of the inputs and outputs of a step, and of the factors among the inputs (each of shape [1]). */
export const STEP = {
	latents: 'latents',
	prediction: 'prediction',
	noise: 'noise',
	history: 'history',
	/** Outputs: latents after the step, the picture that the prediction means, what the UNet takes next. */
	next: 'next',
	denoised: 'denoised',
	input: 'input',
	factors: {
		latents: 'factor_latents',
		prediction: 'factor_prediction',
		noise: 'factor_noise',
		history: 'factor_history',
		denoisedLatents: 'factor_denoised_latents',
		denoisedPrediction: 'factor_denoised_prediction',
		guidance: 'guidance',
		inputScale: 'input_scale',
	},
} as const;

/** Names of the network that scales latents for the UNet or the decoder. */
export const SCALE = { latents: 'latents', scale: 'scale', scaled: 'scaled' } as const;

const LATENTS = [1, 'channels', 'height', 'width'] as const;

/**
 * Latents times a factor, in the precision of the networks, once or twice (for guidance) along the batch.
 * Inputs `latents` [1, C, h, w], `scale` [1]; output `scaled` [1 or 2, C, h, w].
 */
export function scaleGraph(guided: boolean, activation: Activation): Uint8Array<ArrayBuffer> {
	const graph = new Nodes();
	const latents = graph.input(SCALE.latents, 'float32', LATENTS);
	const scaled = graph.op('Mul', [latents, graph.input(SCALE.scale, 'float32', [1])]);
	graph.output(networkInput(graph, scaled, guided, activation), SCALE.scaled, activation, guided);
	return graph.encode('scale');
}

/** See Step in scheduler.ts for what it computes, and STEP for the names. Latents, noise and history are float32. */
export function stepGraph({
	guided,
	stochastic,
	multistep,
	activation,
}: StepForm): Uint8Array<ArrayBuffer> {
	const graph = new Nodes();
	const { factors } = STEP;
	const factor = (name: string) => graph.input(name, 'float32', [1]);
	const latents = graph.input(STEP.latents, 'float32', LATENTS);
	const batch = guided ? 2 : 1;
	let prediction = graph.input(STEP.prediction, activation, [batch, ...LATENTS.slice(1)]);
	// 1. The prediction in single precision, and after guidance: without + guidance (with - without).
	if (activation === 'float16') prediction = graph.cast(prediction, 'float32');
	if (guided) {
		const [without, told] = graph.split(prediction);
		const direction = graph.op('Sub', [told, without]);
		const scaled = graph.op('Mul', [direction, factor(factors.guidance)]);
		prediction = graph.op('Add', [without, scaled]);
	}
	// 2. Sums of products.
	const sum = (...terms: readonly (readonly [value: string, factor: string])[]) =>
		terms
			.map(([value, name]) => graph.op('Mul', [value, factor(name)]))
			.reduce((a, b) => graph.op('Add', [a, b]));
	const next = sum(
		[latents, factors.latents],
		[prediction, factors.prediction],
		...(stochastic ? [[graph.input(STEP.noise, 'float32', LATENTS), factors.noise] as const] : []),
		...(multistep
			? [[graph.input(STEP.history, 'float32', LATENTS), factors.history] as const]
			: []),
	);
	const denoised = sum(
		[latents, factors.denoisedLatents],
		[prediction, factors.denoisedPrediction],
	);
	const scaled = graph.op('Mul', [next, factor(factors.inputScale)]);
	graph.output(next, STEP.next, 'float32', false);
	graph.output(denoised, STEP.denoised, 'float32', false);
	graph.output(networkInput(graph, scaled, guided, activation), STEP.input, activation, guided);
	return graph.encode('step');
}

function networkInput(
	graph: Nodes,
	value: string,
	guided: boolean,
	activation: Activation,
): string {
	const cast = activation === 'float16' ? graph.cast(value, 'float16') : value;
	return guided ? graph.op('Concat', [cast, cast], { axis: 0 }) : cast;
}

/** Collects the nodes of one graph. */
class Nodes {
	readonly #nodes: Node[] = [];
	readonly #inputs: Port[] = [];
	readonly #outputs: Port[] = [];

	input(name: string, element: Element, dims: Port['dims']): string {
		this.#inputs.push({ name, element, dims });
		return name;
	}

	output(value: string, name: string, element: Element, guided: boolean): void {
		this.#add('Identity', [value], [name], {});
		this.#outputs.push({ name, element, dims: [guided ? 2 : 1, ...LATENTS.slice(1)] });
	}

	op(op: string, inputs: readonly string[], attributes: Node['attributes'] = {}): string {
		const name = `${op} ${this.#nodes.length}`;
		this.#add(op, inputs, [name], attributes);
		return name;
	}

	cast(value: string, element: 'float32' | 'float16'): string {
		return this.op('Cast', [value], { to: DATA_TYPE[element] });
	}

	/** Halves along the batch. */
	split(value: string): [string, string] {
		const name = `Split ${this.#nodes.length}`;
		this.#add('Split', [value], [`${name} 0`, `${name} 1`], { axis: 0, num_outputs: 2 });
		return [`${name} 0`, `${name} 1`];
	}

	encode(name: string): Uint8Array<ArrayBuffer> {
		const graph: Graph = {
			name,
			description: '',
			nodes: this.#nodes,
			constants: [],
			inputs: this.#inputs,
			outputs: this.#outputs,
		};
		return encodeModel(graph);
	}

	#add(
		op: string,
		inputs: readonly string[],
		outputs: readonly string[],
		attributes: Readonly<Record<string, Attribute>>,
	): void {
		const name = `${op} ${this.#nodes.length}`;
		this.#nodes.push({ op, domain: '', name, inputs, outputs, attributes });
	}
}

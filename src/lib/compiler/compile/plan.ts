import type { Graph } from '$lib/onnx/graph';
import { encodeModel } from '$lib/onnx/encode';
import type { OpenedComponent } from './component';
import type { ArrivingFile } from '$lib/domain/arriving-file';
import type { CompileInput } from './contract';
import type { MergedLora } from './loras';
import type { PackModel } from './model';
import { planSteps, type Step } from './steps';

/** Changes whenever the same input gives other bytes. */
export const COMPILER = 'likeness-2';

/** What a pack is made of, before its layout is known. */
export interface PackParts {
	readonly components: readonly OpenedComponent[];
	readonly models: readonly PackModel[];
	/** What its LoRAs change, and what of them matches nothing. */
	readonly loras: readonly MergedLora[];
	/** Files that the pack keeps as they are: the tokenizer's. */
	readonly copies: readonly ArrivingFile[];
	readonly settings: Readonly<Record<string, unknown>>;
}

/** Everything that a compilation will do. The same input gives the same plan. */
export interface PackPlan extends PackParts {
	readonly input: CompileInput;
	/** Changes when the plan does: what an earlier plan has committed is then of no use. */
	readonly key: string;
	readonly steps: readonly Step[];
	/** Graphs, complete: written after the weights, a step each. */
	readonly graphs: readonly { readonly path: string; readonly bytes: Uint8Array }[];
	/** Of the manifest. */
	readonly shards: ReadonlyMap<PackModel, readonly string[]>;
}

/** Plans a pack from headers alone. */
export async function planParts(input: CompileInput, parts: PackParts): Promise<PackPlan> {
	const sizes = new Map(input.files.map(({ source }, i) => [i, source.size]));
	const streamed = new Set(parts.models.flatMap((model) => model.parts.map(({ file }) => file)));
	for (const file of parts.models.flatMap(({ throughout }) => throughout)) streamed.delete(file);
	const steps = planSteps(parts.models, new Map([...sizes].filter(([i]) => streamed.has(i))));
	const placed = placements(steps);
	const graphs = parts.models.map((model) => ({
		path: `${model.name}.onnx`,
		bytes: encodeModel(place(model, placed.get(model.family)!)),
	}));
	const shards = new Map(
		parts.models.map((model) => {
			const family = placed.get(model.family)!;
			const files = model.weights.map(({ constants }) => family.get(constants[0].name)!.file);
			return [model, [...new Set(files)].sort(byNumber)];
		}),
	);
	return { ...parts, input, key: await planKey(input, steps, graphs), steps, graphs, shards };
}

type Placed = ReadonlyMap<string, { readonly file: string; readonly offset: number }>;

/** Where each stored constant of each family is. */
function placements(steps: readonly Step[]): Map<string, Placed> {
	const families = new Map<string, Map<string, { file: string; offset: number }>>();
	for (const { model, weight, placements } of steps.flatMap(({ parts }) => parts)) {
		const family = families.get(model.family) ?? new Map();
		families.set(model.family, family);
		weight.constants.forEach(({ name }, i) => family.set(name, placements[i]));
	}
	return families;
}

/** The graph with its weights where the layout puts them. */
function place({ graph, weights }: PackModel, family: Placed): Graph {
	const lengths = new Map(
		weights.flatMap(({ constants }) => constants.map(({ name, bytes }) => [name, bytes] as const)),
	);
	return {
		...graph,
		constants: graph.constants.map((constant) => {
			const length = lengths.get(constant.name);
			if (length === undefined) return constant;
			const { file, offset } = family.get(constant.name)!;
			return { ...constant, data: { file, offset, length } };
		}),
	};
}

function byNumber(a: string, b: string): number {
	return Number(a.split('.').at(-2)) - Number(b.split('.').at(-2));
}

/** Depends on the files by what is known of them before they are read, and on everything that is written. */
async function planKey(
	{ pack, files }: CompileInput,
	steps: readonly Step[],
	graphs: PackPlan['graphs'],
): Promise<string> {
	const text = JSON.stringify([
		COMPILER,
		pack.id,
		files.map(({ component, path, repo, commit, source }) => [
			[component.id, component.weight, repo, commit, path, source.size],
		]),
		steps.map(({ parts, writes }) => [
			parts.map(({ weight, rows }) => [weight.spec.name, weight.format, rows]),
			writes,
		]),
		await Promise.all(graphs.map(async ({ path, bytes }) => [path, await sha256(bytes)])),
	]);
	return sha256(new TextEncoder().encode(text));
}

async function sha256(bytes: Uint8Array): Promise<string> {
	const digest = await crypto.subtle.digest('SHA-256', bytes.slice());
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

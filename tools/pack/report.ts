import type { PackPlan } from '../../src/lib/compiler/compile/plan';
import type { PackModel } from '../../src/lib/compiler/compile/model';
import { grids } from '../../src/lib/compiler/models/unet/ports';
import { accountFiles } from '../../src/lib/compiler/plan/account';
import { estimate } from '../../src/lib/compiler/plan/estimate';

/** Pixels a side that costs are told for. */
const SIDE = 512;

/** What a plan will do, for people: models, weights by format, operators, costs, and what became of every tensor. */
export function describePlan(plan: PackPlan): string {
	const { pack } = plan.input;
	const half = plan.settings.activation === 'float16';
	const lines = [`${pack.id}: ${pack.precision}, ${plan.steps.length} steps, plan ${plan.key}`];
	lines.push('', `One run of each model at ${SIDE} x ${SIDE} pixels, batch 1:`);
	for (const [i, model] of plan.models.entries()) {
		const { macs, activationBytes, operators } = estimate(
			model.graph,
			lengthsOf(model),
			gridsOf(model),
			half ? 2 : 4,
		);
		const nodes = Object.values(operators).reduce((a, b) => a + b, 0);
		lines.push(
			``,
			`${model.name}: ${nodes} nodes, graph ${megabytes(plan.graphs[i].bytes.length)}`,
			`  costs: ${(macs / 1e9).toFixed(1)} GMAC, activations ${megabytes(activationBytes)} at most`,
			`  weights: ${formatsOf(model)} in ${plan.shards.get(model)!.join(', ')}`,
			`  operators: ${byCount(operators)}`,
		);
	}
	lines.push('', 'Files:');
	for (const { component, label, used, values, repeated, unused } of accountFiles(plan)) {
		lines.push(`${component} (${label}): ${used} tensors, ${(values / 1e6).toFixed(2)} M values`);
		if (repeated.length) {
			lines.push(`  ${repeated.length} taken apart by several weights, such as ${repeated[0]}`);
		}
		for (const [reason, names] of groupByReason(unused)) {
			lines.push(`  ${names.length} unused, such as ${names[0].name}: ${reason}`);
		}
	}
	if (plan.loras.length) lines.push('', 'LoRAs:');
	for (const { component, label, target, modules, unused } of plan.loras) {
		lines.push(`${component} (${label}): ${modules} modules of the ${target}`);
		if (unused.length) {
			lines.push(`  ${unused.length} match nothing and are left out, such as ${unused[0]}`);
		}
	}
	const written = new Map(
		plan.steps.flatMap(({ writes }) => writes).map((w) => [w.file, w.offset + w.length]),
	);
	const total = [...written.values()].reduce((a, b) => a + b, 0);
	lines.push('', `Weights on disk: ${megabytes(total)}`);
	for (const [file, bytes] of written) lines.push(`  ${file}: ${megabytes(bytes)}`);
	return lines.join('\n');
}

function groupByReason<T extends { readonly reason: string }>(
	items: readonly T[],
): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const item of items) {
		const group = groups.get(item.reason);
		if (group) group.push(item);
		else groups.set(item.reason, [item]);
	}
	return groups;
}

/** Lengths that the graph leaves open. */
function lengthsOf({ name, graph }: PackModel): Record<string, number> {
	const pixels = name === 'vae-encoder';
	const lengths: Record<string, number> = {
		height: pixels ? SIDE : SIDE / 8,
		width: pixels ? SIDE : SIDE / 8,
		text_tokens: 77,
		tokens: name.startsWith('identity') ? 16 : 77,
		identity_tokens: 16,
		'image tokens': 257,
		'face tokens': 49,
		'structure tokens': 256,
	};
	for (const { dims } of graph.inputs) {
		for (const dim of dims ?? []) if (typeof dim === 'string') lengths[dim] ??= 1;
	}
	return lengths;
}

/** Inputs of the UNet that say the shape of a level. */
function gridsOf({ graph }: PackModel): Record<string, number[]> {
	const levels = graph.inputs.flatMap(({ name }) => {
		const level = /^grid_(\d+)$/.exec(name)?.[1];
		return level === undefined ? [] : [Number(level)];
	});
	const shapes = Object.entries(grids(levels, SIDE / 8, SIDE / 8));
	return Object.fromEntries(shapes.map(([name, shape]) => [name, Array.from(shape, Number)]));
}

function formatsOf({ weights }: PackModel): string {
	const formats = new Map<string, { count: number; bytes: number }>();
	for (const { format, constants } of weights) {
		const { count, bytes } = formats.get(format) ?? { count: 0, bytes: 0 };
		const added = constants.reduce((sum, constant) => sum + constant.bytes, 0);
		formats.set(format, { count: count + 1, bytes: bytes + added });
	}
	return [...formats]
		.map(([format, { count, bytes }]) => `${count} ${format} (${megabytes(bytes)})`)
		.join(', ');
}

function byCount(operators: Readonly<Record<string, number>>): string {
	return Object.entries(operators)
		.sort((a, b) => b[1] - a[1])
		.map(([op, count]) => `${count} ${op}`)
		.join(', ');
}

function megabytes(bytes: number): string {
	return `${(bytes / 1e6).toFixed(1)} MB`;
}

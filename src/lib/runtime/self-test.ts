import type { RuntimeStatus, SelfTestRow } from '$lib/domain/runtime';
import {
	FUSED_ATTENTION,
	FUSED_GROUP_NORM,
	families,
	fusedAttention,
	fusedGroupNorm,
	type Family,
} from './families';
import { writeModel, type SmallModel } from './small-model';
import type { Tensors } from './runtime';

/** Largest relative error that a right implementation in single precision makes, with much to spare. */
export const TOLERANCE = 1e-3;

/** Opens a model, runs it once and closes it. */
export type RunOnce = (model: Uint8Array, feeds: Tensors) => Promise<Tensors>;

/**
 * Runs every operator family and compares the numbers with plain references.
 * @returns one row a family, the fused ones last. A family of which the device refuses to run has
 *   an infinite error; `failed` is then the first refusal, after which the device cannot be trusted.
 */
export async function selfTest(
	runOnce: RunOnce,
	basic: readonly Family[] = families,
): Promise<{ rows: SelfTestRow[]; failed: unknown }> {
	// 1. All basic families in one model: one compilation, one run.
	const together = await attempt(runOnce, basic);
	// 2. The fused operators apart, unless the device has failed already.
	const fused = together.failed ? together : await attempt(runOnce, FUSED);
	const rows = [
		...basic.map((family) => compare(family, together.results[family.operator])),
		...FUSED.map((family) => compare(family, fused.results[family.operator])),
	];
	return { rows, failed: together.failed ?? fused.failed };
}

/** What there is another way to compute for. */
const FUSED: readonly Family[] = [fusedAttention, fusedGroupNorm];
const AVOIDABLE: readonly string[] = [FUSED_ATTENTION, FUSED_GROUP_NORM];

/** Whether all that cannot be avoided is right. */
export function passed(rows: readonly SelfTestRow[]): boolean {
	return rows.every((row) => row.ok || AVOIDABLE.includes(row.operator));
}

/**
 * Which form of a pack's UNet runs here: `fused` is of operators that only WebGPU has, where both are right; `sliced`
 * is right everywhere.
 */
export function attentionForm({ backend, selfTest }: RuntimeStatus): 'fused' | 'sliced' {
	const right = (name: string) => selfTest.some(({ operator, ok }) => ok && operator === name);
	return backend === 'webgpu' && AVOIDABLE.every(right) ? 'fused' : 'sliced';
}

interface Attempt {
	readonly results: Readonly<Record<string, Float32Array>>;
	readonly failed?: unknown;
}

async function attempt(runOnce: RunOnce, group: readonly Family[]): Promise<Attempt> {
	const feeds: Record<string, Family['inputs'][string]> = {};
	for (const family of group) {
		for (const [name, tensor] of Object.entries(family.inputs)) {
			feeds[scoped(family, name)] = tensor;
		}
	}
	try {
		const outputs = await runOnce(writeModel(join(group)), feeds);
		return {
			results: Object.fromEntries(
				group.map((family) => [family.operator, outputs[outputName(family)].data]),
			),
		};
	} catch (failed) {
		return { results: {}, failed };
	}
}

function join(group: readonly Family[]): SmallModel {
	const entries = <T>(pick: (family: Family) => Readonly<Record<string, T>>): Record<string, T> =>
		Object.fromEntries(
			group.flatMap((family) =>
				Object.entries(pick(family)).map(([name, value]) => [scoped(family, name), value]),
			),
		);
	return {
		inputs: entries((family) =>
			Object.fromEntries(Object.entries(family.inputs).map(([name, { dims }]) => [name, dims])),
		),
		outputs: group.map(outputName),
		initialisers: entries((family) => family.initialisers),
		nodes: group.flatMap((family) =>
			family.nodes.map((node) => ({
				...node,
				inputs: node.inputs.map((name) => name && scoped(family, name)),
				outputs: node.outputs.map((name) => scoped(family, name)),
			})),
		),
	};
}

function compare(family: Family, actual: Float32Array | undefined): SelfTestRow {
	const error = actual ? relativeError(actual, family.expected()) : Infinity;
	return { operator: family.operator, ok: error <= TOLERANCE, error };
}

/** Largest difference over the largest expected magnitude; infinite for NaN or another length. */
function relativeError(actual: Float32Array, expected: Float64Array): number {
	if (actual.length !== expected.length) return Infinity;
	let difference = 0;
	let magnitude = 0;
	for (let i = 0; i < expected.length; i++) {
		if (!Number.isFinite(actual[i])) return Infinity;
		difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
		magnitude = Math.max(magnitude, Math.abs(expected[i]));
	}
	return difference / magnitude;
}

const scoped = (family: Family, name: string) => `${family.operator}/${name}`;
const outputName = (family: Family) => scoped(family, family.nodes.at(-1)!.outputs[0]);

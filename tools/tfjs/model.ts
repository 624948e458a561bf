import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { readWeights, type TfjsWeights, WeightsManifestSchema } from './weights';

const AttributeSchema = v.object({
	s: v.optional(v.string()),
	b: v.optional(v.boolean()),
	list: v.optional(
		v.object({ s: v.optional(v.array(v.string())), i: v.optional(v.array(v.string())) }),
	),
});

const NodeSchema = v.object({
	name: v.string(),
	op: v.string(),
	input: v.optional(v.array(v.string()), []),
	attr: v.optional(v.record(v.string(), AttributeSchema), {}),
});
export type TfjsNode = v.InferOutput<typeof NodeSchema>;

const ModelSchema = v.object({
	format: v.literal('graph-model'),
	modelTopology: v.object({ node: v.array(NodeSchema) }),
	weightsManifest: WeightsManifestSchema,
});

export interface TfjsModel {
	/** In the order of the file, which need not be an order of computation. */
	readonly nodes: readonly TfjsNode[];
	/** By the name of the Const node. */
	readonly weights: TfjsWeights;
}

/** Reads a tfjs graph model and the weight files beside it. Throws where either is not as it must be. */
export async function readTfjs(file: string): Promise<TfjsModel> {
	const model = v.parse(ModelSchema, JSON.parse(await readFile(file, 'utf8')));
	const folder = path.dirname(file);
	const groups = await Promise.all(
		model.weightsManifest.map(async ({ paths, weights }) => {
			const parts = await Promise.all(paths.map((part) => readFile(path.join(folder, part))));
			return readWeights(weights, Buffer.concat(parts));
		}),
	);
	return {
		nodes: model.modelTopology.node,
		weights: new Map(groups.flatMap((group) => [...group])),
	};
}

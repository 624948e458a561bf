import * as v from 'valibot';

/** The built-in models and the names of what goes in and comes out; static/models/builtin.json has the rest. */
export interface BuiltinIo {
	blazeface: { inputs: 'image'; outputs: 'scores' | 'boxes' };
	facemesh: { inputs: 'image'; outputs: 'mesh' | 'presence' };
	iris: { inputs: 'image'; outputs: 'points' };
	faceres: { inputs: 'image'; outputs: 'descriptor' };
	selfie: { inputs: 'image'; outputs: 'mask' };
}
export type BuiltinName = keyof BuiltinIo;

export const BUILTIN_NAMES = [
	'blazeface',
	'facemesh',
	'iris',
	'faceres',
	'selfie',
] as const satisfies readonly BuiltinName[];

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A float32 tensor. The first axis is the batch, of any length, written as -1. */
const PortSchema = v.object({
	name: v.string(),
	shape: v.pipe(v.array(v.number()), v.minLength(1), v.readonly()),
	/** Value range and meaning, in English. */
	meaning: v.string(),
});

const ModelSchema = v.object({
	name: v.picklist(BUILTIN_NAMES),
	/** Beside the catalogue. Carries a hash of the content, so it may be cached for ever. */
	file: v.pipe(v.string(), v.regex(/^[a-z]+\.[0-9a-f]{8}\.onnx$/)),
	title: v.string(),
	/** SPDX identifier of the weights' licence. */
	licence: v.string(),
	/** What is known of the licence, in English: where it is stated, and what is not. */
	licenceNote: v.string(),
	commercialUse: v.boolean(),
	source: v.object({ package: v.string(), version: v.string(), file: v.string(), url: v.string() }),
	bytes: count,
	sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
	inputs: v.array(PortSchema),
	outputs: v.array(PortSchema),
});
export type BuiltinModel = v.InferOutput<typeof ModelSchema>;

export const CatalogueSchema = v.pipe(
	v.object({ models: v.array(ModelSchema) }),
	v.check(
		({ models }) => BUILTIN_NAMES.every((name) => models.some((model) => model.name === name)),
		`The catalogue must list ${BUILTIN_NAMES.join(', ')}`,
	),
);
export type Catalogue = v.InferOutput<typeof CatalogueSchema>;

/** Where the build puts the catalogue, below the site's base path. The files lie beside it. */
export const CATALOGUE_PATH = 'models/builtin.json';

/**
 * Reads the catalogue of the built-in models. fetchJson gets a path below the site's base path.
 * Throws ValiError where the catalogue is not as it must be.
 */
export async function loadCatalogue(
	fetchJson: (path: string) => Promise<unknown>,
): Promise<ReadonlyMap<BuiltinName, BuiltinModel>> {
	const { models } = v.parse(CatalogueSchema, await fetchJson(CATALOGUE_PATH));
	return new Map(models.map((model) => [model.name, model]));
}

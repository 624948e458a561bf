import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import {
	type BuiltinModel,
	CATALOGUE_PATH,
	CatalogueSchema,
} from '../../src/lib/runtime/catalogue';
import { encodeModel } from '../onnx/encode';
import { BUILTIN_SOURCES, type BuiltinSource, importBuiltin } from './builtin';
import { fingerprint } from './fingerprint';

const CATALOGUE = path.basename(CATALOGUE_PATH);
/** The catalogue of packs is written by hand and lies beside the models. */
const PACK_CATALOGUE = 'catalog.json';

/** What the build adds to the catalogue for the next build: the fingerprint of this one. */
const BuiltCatalogueSchema = v.pipe(
	v.string(),
	v.parseJson(),
	v.intersect([CatalogueSchema, v.object({ builtFrom: v.string() })]),
);

export interface BuildResult {
	readonly models: readonly BuiltinModel[];
	/** False where everything was up to date. */
	readonly rebuilt: boolean;
}

/**
 * Writes the models of all sources and their catalogue into a folder, or only reads the catalogue
 * where sources and importers are the same as at the last build and the files are whole.
 * @param root of the project, with its node_modules
 */
export async function buildModels(root: string, folder: string): Promise<BuildResult> {
	const builtFrom = await fingerprint(
		root,
		[...new Set(BUILTIN_SOURCES.map((source) => packageFolder(root, source)))],
		BUILTIN_SOURCES.map((source) => modelFile(root, source)),
	);
	const last = await readCatalogue(folder);
	if (last?.builtFrom === builtFrom && (await allWhole(folder, last.models))) {
		return { models: last.models, rebuilt: false };
	}

	// 1. The catalogue goes last, so that a build cut short is redone.
	await mkdir(folder, { recursive: true });
	const models: BuiltinModel[] = [];
	for (const source of BUILTIN_SOURCES) models.push(await buildModel(root, folder, source));
	await write(
		path.join(folder, CATALOGUE),
		`${JSON.stringify({ builtFrom, models }, null, '\t')}\n`,
	);
	// 2. Files of earlier builds would be shipped as well.
	const keep = new Set([...models.map((model) => model.file), CATALOGUE, PACK_CATALOGUE]);
	for (const file of await readdir(folder)) {
		if (!keep.has(file)) await rm(path.join(folder, file), { recursive: true });
	}
	return { models, rebuilt: true };
}

async function buildModel(
	root: string,
	folder: string,
	source: BuiltinSource,
): Promise<BuiltinModel> {
	const graph = await importBuiltin(source, modelFile(root, source));
	const bytes = encodeModel(graph);
	const sha256 = hash(bytes);
	const file = `${source.name}.${sha256.slice(0, 8)}.onnx`;
	await write(path.join(folder, file), bytes);
	const { version } = JSON.parse(
		await readFile(path.join(packageFolder(root, source), 'package.json'), 'utf8'),
	);
	return {
		name: source.name,
		file,
		title: source.title,
		licence: source.licence,
		licenceNote: source.licenceNote,
		commercialUse: source.commercialUse,
		source: { package: source.package, version, file: source.file, url: source.url },
		bytes: bytes.length,
		sha256,
		inputs: graph.inputs.map((port) => ({ ...port, meaning: source.input.meaning })),
		outputs: graph.outputs.map((port) => ({ ...port, meaning: source.outputs[port.name] })),
	};
}

const packageFolder = (root: string, source: BuiltinSource): string =>
	path.join(root, 'node_modules', source.package);

const modelFile = (root: string, source: BuiltinSource): string =>
	path.join(packageFolder(root, source), source.file);

/** Undefined where there is none, a broken one, or one that older code wrote. */
async function readCatalogue(folder: string) {
	const text = await readFile(path.join(folder, CATALOGUE), 'utf8').catch(() => '');
	const { success, output } = v.safeParse(BuiltCatalogueSchema, text);
	return success ? output : undefined;
}

async function allWhole(folder: string, models: readonly BuiltinModel[]): Promise<boolean> {
	const whole = models.map(async ({ file, sha256 }) => {
		const bytes = await readFile(path.join(folder, file)).catch(() => undefined);
		return bytes !== undefined && hash(bytes) === sha256;
	});
	return (await Promise.all(whole)).every(Boolean);
}

/** Through a temporary name: whoever reads meanwhile sees the old file or the new one. */
async function write(file: string, content: string | Uint8Array): Promise<void> {
	const part = `${file}.${randomUUID()}`;
	await writeFile(part, content);
	await rename(part, file);
}

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

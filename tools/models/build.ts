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
const FINGERPRINT_FILE = '.built-from';

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
	const builtFrom = path.join(folder, FINGERPRINT_FILE);
	const now = await fingerprint(
		root,
		BUILTIN_SOURCES.map((source) => packageFile(root, source)),
	);
	if ((await readFile(builtFrom, 'utf8').catch(() => '')) === now) {
		const models = await readCatalogue(folder);
		if (await allWhole(folder, models)) return { models, rebuilt: false };
	}

	// 1. The catalogue goes last and the fingerprint after it, so that a build cut short is redone.
	await mkdir(folder, { recursive: true });
	const models: BuiltinModel[] = [];
	for (const source of BUILTIN_SOURCES) models.push(await buildModel(root, folder, source));
	await write(path.join(folder, CATALOGUE), `${JSON.stringify({ models }, null, '\t')}\n`);
	// 2. Files of earlier builds would be shipped as well.
	const keep = new Set([...models.map((model) => model.file), CATALOGUE]);
	for (const file of await readdir(folder)) {
		if (!keep.has(file)) await rm(path.join(folder, file), { recursive: true });
	}
	await write(builtFrom, now);
	return { models, rebuilt: true };
}

async function buildModel(
	root: string,
	folder: string,
	source: BuiltinSource,
): Promise<BuiltinModel> {
	const graph = await importBuiltin(source, packageFile(root, source));
	const bytes = encodeModel(graph);
	const sha256 = hash(bytes);
	const file = `${source.name}.${sha256.slice(0, 8)}.onnx`;
	await write(path.join(folder, file), bytes);
	const { version } = JSON.parse(
		await readFile(path.join(root, 'node_modules', source.package, 'package.json'), 'utf8'),
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

function packageFile(root: string, source: BuiltinSource): string {
	return path.join(root, 'node_modules', source.package, source.file);
}

async function readCatalogue(folder: string): Promise<readonly BuiltinModel[]> {
	const text = await readFile(path.join(folder, CATALOGUE), 'utf8');
	return v.parse(CatalogueSchema, JSON.parse(text)).models;
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

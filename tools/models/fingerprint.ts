import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Everything under tools/ that decides the bytes of the models. */
const IMPORTERS = ['onnx', 'tfjs', 'tflite', 'models'];

/**
 * A hash of the code that imports the models and of the sources, weight files included: it changes
 * whenever a build could give other bytes or another catalogue.
 * @param packages folders of the npm packages that the sources lie in
 */
export async function fingerprint(
	root: string,
	packages: readonly string[],
	sources: readonly string[],
): Promise<string> {
	const folders = IMPORTERS.map((name) => path.join(root, 'tools', name));
	const code = (await Promise.all(folders.map(filesIn)))
		.flat()
		.filter((file) => !file.endsWith('.test.ts'));
	const models = (await Promise.all(sources.map(withWeights))).flat();
	const versions = packages.map((folder) => path.join(folder, 'package.json'));
	const catalogue = path.join(root, 'src/lib/runtime/catalogue.ts');
	const hash = createHash('sha256');
	for (const file of [...code, ...models, ...versions, catalogue].toSorted()) {
		hash
			.update(path.relative(root, file))
			.update('\0')
			.update(await readFile(file));
	}
	return hash.digest('hex');
}

async function filesIn(folder: string): Promise<string[]> {
	return (await readdir(folder)).map((file) => path.join(folder, file));
}

/** The model file and every file of the same name with another ending. */
async function withWeights(model: string): Promise<string[]> {
	const stem = path.parse(model).name;
	const files = await filesIn(path.dirname(model));
	return files.filter((file) => path.parse(file).name === stem);
}

/** Runs `npm run pack` on the golden checkpoints and prints the manifest: parity.browser.test.ts compares it. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readFixture } from '../../support/golden';
import { PARITY, tinyInput } from './tiny-pack';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const LICENCE = {
	id: 'mit',
	name: 'MIT',
	url: 'https://opensource.org/license/mit',
	commercial: 'yes',
};

const { pack, files } = await tinyInput(PARITY.components, readFixture, PARITY.entry);
const components = [...new Set(files.map(({ component }) => component))];
const folder = await mkdtemp(path.join(tmpdir(), 'likeness-parity-'));
try {
	const recipe = path.join(folder, 'recipe.json');
	const local = path.join(ROOT, 'tests/fixtures/golden');
	const parts = components.map((component) => ({ ...component, local }));
	await writeFile(recipe, JSON.stringify({ pack, licences: [LICENCE], components: parts }));
	const command = ['tsx', path.join(ROOT, 'tools/pack/main.ts'), recipe, '--out', folder];
	execFileSync('npx', command, { stdio: ['ignore', 'ignore', 'inherit'] });
	const manifest = await readFile(path.join(folder, pack.id, 'pack.json'), 'utf8');
	console.log(JSON.stringify(JSON.parse(manifest)));
} finally {
	await rm(folder, { recursive: true });
}

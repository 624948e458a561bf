/**
 * GPU against CPU with a photo: mean absolute difference (of 255; at most 1.5) and structural similarity (at least
 * .98) of every style, in Chromium on whatever adapter it has (SwiftShader where there is no GPU: minutes).
 *   npx tsx bench/styles-gpu.ts [photo] [--sides 256,384] [--styles oil,comic]
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadPortrait, ROOT } from '../tools/portraits';

const { values, positionals } = parseArgs({
	options: {
		sides: { type: 'string', default: '256,384' },
		styles: { type: 'string', default: '' },
	},
	allowPositionals: true,
});
const portrait = await loadPortrait(positionals[0] ?? 'face_single_512_astronaut');
const file = resolve(ROOT, 'out/styles-gpu/portrait.json');
mkdirSync(resolve(file, '..'), { recursive: true });
writeFileSync(
	file,
	JSON.stringify(portrait, (_, value: unknown) =>
		ArrayBuffer.isView(value) ? [...(value as unknown as Iterable<number>)] : value,
	),
);
console.log('| style | side | mean difference of 255 | structural similarity |\n|---|---|---|---|');
for (const side of values.sides.split(',')) {
	const only = values.styles ? ['-t', `^(${values.styles.replaceAll(',', '|')}) is`] : [];
	const { stdout, stderr, status } = spawnSync(
		'npx',
		[
			'vitest',
			'run',
			'--project',
			'browser',
			'src/lib/instant/styles/styles.browser.test.ts',
			...only,
		],
		{
			cwd: ROOT,
			encoding: 'utf8',
			env: { ...process.env, VITE_STYLES_SIDE: side, VITE_STYLES_PORTRAIT: `/@fs${file}` },
		},
	);
	console.log((stdout + stderr).match(/\| \w+ \| \d+ \| .*\|$/gm)?.join('\n') ?? stdout + stderr);
	if (status !== 0) process.exitCode = 1;
}
rmSync(resolve(file, '..'), { recursive: true });

/** Commands that browser tests give to Node, with their types. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const PRINT = path.resolve(import.meta.dirname, 'print-manifest.ts');

/** The manifest of the tiny pack as `npm run pack` writes it, as JSON. */
export async function manifestFromNode(): Promise<string> {
	const { stdout } = await promisify(execFile)('npx', ['tsx', PRINT]);
	return stdout.trim().split('\n').at(-1)!;
}

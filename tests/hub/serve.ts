/** The fake hub by hand: `npx tsx tests/hub/serve.ts [folder]` serves the files of a folder as `local/folder`. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { startHub } from './server';

const [folder] = process.argv.slice(2);
const hub = await startHub();
if (folder) {
	for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile()) continue;
		const file = path.join(entry.parentPath, entry.name);
		hub.repository('local/folder').put(path.relative(folder, file), await readFile(file));
	}
}
console.log(`hub ${hub.origin}, files ${hub.fileOrigin}`);

import { expect, test } from 'vitest';
import { commands } from 'vitest/browser';
import { compilePack } from '../../../src/lib/compiler/compile/compile';
import type { ReadFixture } from '../../golden/case';
import { MemorySink } from './memory-sink';
import { PARITY, tinyInput } from './tiny-pack';

declare module 'vitest/browser' {
	interface BrowserCommands {
		manifestFromNode(): Promise<string>;
	}
}

const readFixture: ReadFixture = async (file) => {
	const response = await fetch(`/tests/fixtures/golden/${file}`);
	if (!response.ok) throw new Error(`${file}: HTTP ${response.status}`);
	return new Uint8Array(await response.arrayBuffer());
};

test('a browser and Node compile the same bytes', async () => {
	const fromNode = commands.manifestFromNode();
	const input = await tinyInput(PARITY.components, readFixture, PARITY.entry);
	const manifest = await compilePack(input, new MemorySink(), () => {});
	expect(manifest.files.length).toBeGreaterThan(10);
	expect(manifest).toEqual(JSON.parse(await fromNode));
});

import { expect, test } from 'vitest';
import { randomCheckpoint } from '../../../../tests/support/memory-checkpoint';
import type { Checkpoint } from '../checkpoint';
import { formatWeight } from '../quantise/format';
import { FLOAT32 } from '../quantise/policy';
import { ChunkReader, chunksOf } from './chunk-reader';
import type { PackModel } from './model';
import type { Step } from './steps';

const SHAPES = { a: [3, 2 ** 19], b: [8], c: [4, 4] };

/** A step for each tensor; `reads` tells of every read when it begins. */
function steps(reads: string[], fail?: string): Step[] {
	const values = randomCheckpoint(SHAPES);
	const checkpoint: Checkpoint = {
		...values,
		async read(name, rows) {
			reads.push(rows ? `${name} ${rows.begin}-${rows.end}` : name);
			if (name === fail) throw new Error(`${name} is gone`);
			return values.read(name, rows);
		},
	};
	const model = { checkpoint } as PackModel;
	return Object.entries(SHAPES).map(([name, dims]) => {
		const values = () => checkpoint.read(name);
		const spec = { name, role: 'linear', dims, sources: [name], values, byRows: true } as const;
		const weight = formatWeight(spec, FLOAT32);
		return {
			parts: [{ model, weight, placements: [], rows: null }],
			writes: [],
			release: new Map(),
		};
	});
}

test('reads one chunk ahead, into the next step too, and gives all in order', async () => {
	const reads: string[] = [];
	const all = steps(reads);
	const reader = new ChunkReader(all);
	expect(reads).toEqual([]);
	const order = ['a 0-2', 'a 2-3', 'b', 'c'];
	const lengths = [];
	for (const chunk of all.flatMap(chunksOf)) {
		lengths.push([chunk.part.weight.spec.name, (await reader.next()).length]);
		expect(reads).toEqual(order.slice(0, lengths.length + 1));
	}
	expect(lengths).toEqual([
		['a', 2 ** 20],
		['a', 2 ** 19],
		['b', 8],
		['c', 16],
	]);
});

test('an error of a chunk is thrown when its turn comes', async () => {
	const reader = new ChunkReader(steps([], 'b'));
	await reader.next();
	await expect(reader.next()).resolves.toHaveLength(2 ** 19);
	await expect(reader.next()).rejects.toThrow('b is gone');
});

import { expect, test } from 'vitest';
import type { Plane } from './kernel';
import { PlaneScopes } from './plane-scopes';

function setup() {
	const scopes = new PlaneScopes();
	const released: Plane[] = [];
	const make = () => {
		const plane: Plane = { width: 1, height: 1, channels: 1 };
		scopes.made(plane);
		return plane;
	};
	const run = <T>(body: () => Promise<T>) => scopes.run(body, (planes) => released.push(...planes));
	return { scopes, released, make, run };
}

test('what is returned stays, in arrays and records too; the rest goes', async () => {
	const { released, make, run } = setup();
	const kept = [make(), make(), make()];
	const result = await run(async () => {
		const [a, b, c, d] = [make(), make(), make(), make()];
		kept.push(a, b, c);
		expect(released).toEqual([]);
		return { a, list: [b, { c }], other: [1, 'x', null, new Float32Array(3)], lost: d.width };
	});
	expect(released).toHaveLength(1);
	expect(kept).not.toContain(released[0]);
	expect(result.a).toBe(kept[3]);
});

test('what an inner scope returns belongs to the outer one', async () => {
	const { released, make, run } = setup();
	let inner: Plane | undefined;
	await run(async () => {
		inner = await run(async () => make());
		expect(released).toEqual([]);
	});
	expect(released).toEqual([inner]);
});

test('what was released inside is not released again, and a throw releases all', async () => {
	const { scopes, released, make, run } = setup();
	let plane: Plane | undefined;
	await expect(
		run(async () => {
			scopes.released(make());
			plane = make();
			throw new Error('planned');
		}),
	).rejects.toThrow('planned');
	expect(released).toEqual([plane]);
});

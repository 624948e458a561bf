import { expect, test } from 'vitest';
import { mostRoom } from './linear-program';

test('the middle of a box', () => {
	const box = [0, 1, 2].flatMap((k) =>
		[1, -1].map((sign) => ({
			row: [0, 1, 2].map((i) => (i === k ? sign : 0)) as unknown as [number, number, number],
			limit: sign > 0 ? 4 : -2,
			slack: 1,
		})),
	);
	const best = mostRoom(box, 5);
	expect(best?.t).toBeCloseTo(1, 6);
	for (const value of best!.x) expect(value).toBeCloseTo(3, 5);
});

test('constraints without slack hold, and those with it share what is missing', () => {
	// x >= 3 is a must; x <= 1 and x >= 5 cannot be: they are missed alike.
	const best = mostRoom(
		[
			{ row: [-1, 0, 0], limit: -3, slack: 0 },
			{ row: [1, 0, 0], limit: 1, slack: 1 },
			{ row: [-1, 0, 0], limit: -5, slack: 1 },
		],
		1,
	);
	expect(best?.t).toBeCloseTo(-2, 6);
	expect(best?.x[0]).toBeCloseTo(3, 6);
});

test('what contradicts itself has no optimum', () => {
	const contradiction = [
		{ row: [1, 0, 0], limit: 1, slack: 0 },
		{ row: [-1, 0, 0], limit: -2, slack: 0 },
	] as const;
	expect(mostRoom(contradiction, 1)).toBeNull();
});

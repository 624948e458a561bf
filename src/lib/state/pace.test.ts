import { expect, test } from 'vitest';
import { Pace } from './pace';

test('unknown until a picture of the side was drawn', () => {
	expect(new Pace().of(384)).toBeNull();
	expect(new Pace().with(384, 500).of(1024)).toBeNull();
});

test('the mean of the last pictures, old ones forgotten', () => {
	let pace = new Pace().with(384, 9000);
	for (const ms of [100, 200, 300, 400, 500, 600]) pace = pace.with(384, ms);
	expect(pace.of(384)).toBe(350);
});

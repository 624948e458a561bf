import { expect, test } from 'vitest';
import { InFlight } from './in-flight';

test('counts what runs and tells when one has finished', async () => {
	const works = new InFlight();
	let end = () => {};
	let endLong = () => {};
	works.start(() => new Promise((resolve) => (end = resolve)));
	works.start(() => new Promise((resolve) => (endLong = resolve)));
	expect(works.size).toBe(2);
	end();
	await works.next();
	expect(works.size).toBe(1);
	endLong();
	await works.next();
	expect(works.size).toBe(0);
});

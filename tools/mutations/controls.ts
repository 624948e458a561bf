import * as v from 'valibot';
import { goldenJson } from '../../tests/golden/fixture';
import { readFixture } from '../../tests/support/golden';

const FILES = ['negative_controls.json', 'uniportrait/negative_controls.json'];

/** A number, or one for each of several pictures. */
const Controls = v.record(v.string(), v.union([v.number(), v.array(v.number())]));

/** How far each mistake moved an output of the reference implementations, by its name in the fixtures. */
export async function negativeControls(): Promise<ReadonlyMap<string, number>> {
	const controls = await Promise.all(
		FILES.map(async (file) => v.parse(Controls, await goldenJson(file, readFixture))),
	);
	return new Map(
		controls
			.flatMap((each) => Object.entries(each))
			.filter(([name]) => !name.includes(': identical'))
			.map(([name, moved]) => [name, Math.max(...[moved].flat())]),
	);
}

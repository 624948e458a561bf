import { expect, test } from 'vitest';
import { bestPhoto, type FaceQuality } from './generate-best';

const photo = (
	name: string,
	advice: readonly ('hint' | 'warning')[] = [],
	yaw = 0,
	pitch = 0,
): { readonly name: string; readonly face: FaceQuality } => ({
	name,
	face: { advice: advice.map((severity) => ({ severity })), pose: { roll: 0, yaw, pitch } },
});

test.each([
	['a warning is worse than hints', [photo('a', ['warning']), photo('b', ['hint', 'hint'])], 'b'],
	['fewer hints are better', [photo('a', ['hint'], 0), photo('b', [], 0.5)], 'b'],
	['then whoever looks into the camera', [photo('a', [], -0.3), photo('b', [], 0.1, 0.1)], 'b'],
	['the first of equals', [photo('a'), photo('b')], 'a'],
])('%s', (_, photos, expected) => {
	expect(bestPhoto(photos).name).toBe(expected);
});

test('there is no best of none', () => {
	expect(() => bestPhoto([])).toThrow(RangeError);
});

import { expect, test } from 'vitest';
import { sortFaces } from './generate-judge';

const face = (side: number) => ({ box: { x: 0, y: 0, width: side, height: side } });

test('a picture shows one person, nobody, several, or nobody large enough', () => {
	expect(sortFaces([face(100)], 256)).toBe('face');
	expect(sortFaces([], 256)).toBe('none');
	expect(sortFaces([face(100), face(60)], 256)).toBe('several');
	expect(sortFaces([face(100), face(20)], 256)).toBe('face'); // a pattern on the shirt
	expect(sortFaces([face(20)], 256)).toBe('broken');
});

import { expect, test } from 'vitest';
import { DESCRIPTOR_LENGTH } from '$lib/domain/face';
import type { Person } from '$lib/domain/person';
import { sourceOfPerson } from './generate-sitter';

const face = (value: number, outlier: boolean) => ({
	rgb: Uint8Array.of(value),
	descriptor: new Float32Array(DESCRIPTOR_LENGTH).fill(value),
	outlier,
});
const person = (portrait: Blob | null): Person => ({
	id: 'p',
	name: 'Ada',
	faces: [face(1, false), face(2, true), face(3, false)],
	descriptor: new Float32Array(DESCRIPTOR_LENGTH).fill(4),
	portrait,
	thumbnail: new Blob(['small'], { type: 'image/webp' }),
	createdAt: 1,
});

test('a job begins from the portrait that was saved of a person, and knows the faces that count', async () => {
	const source = await sourceOfPerson(person(new Blob(['large'], { type: 'image/png' })));
	expect(source.portrait?.type).toBe('image/png');
	expect(new TextDecoder().decode(source.portrait!.bytes)).toBe('large');
	expect(source.faces.map(({ rgb }) => rgb[0])).toEqual([1, 3]);
	expect(source.faces[0]).not.toHaveProperty('outlier');
	expect(source.descriptor[0]).toBe(4);
	// A job has its own copy: it goes on when the person is deleted.
	expect((await sourceOfPerson(person(null))).id).not.toBe(source.id);
});

test('of a person of whom only faces were kept, pictures begin from the face alone', async () => {
	expect((await sourceOfPerson(person(null))).portrait).toBeNull();
});

import { expect, test } from 'vitest';
import { PhotoError } from './photo';
import { RuntimeError } from './runtime';
import { packError, unpackError } from './wire-error';

const sent = (error: unknown) => unpackError(structuredClone(packError(error)));

test('a PhotoError keeps its class, problem and message', () => {
	const error = sent(new PhotoError('damaged', 'ends at byte 12'));
	expect(error).toBeInstanceOf(PhotoError);
	expect(error).toMatchObject({
		name: 'PhotoError',
		problem: 'damaged',
		message: 'damaged: ends at byte 12',
	});
});

test('a RuntimeError keeps its kind and whether the worker is poisoned', () => {
	expect(sent(new RuntimeError('device-lost', 'sleep'))).toMatchObject({
		name: 'RuntimeError',
		kind: 'device-lost',
		poisoned: true,
		message: 'device-lost: sleep',
	});
	expect(sent(new RuntimeError('run-failed'))).toMatchObject({ poisoned: false });
});

test('an abort stays an AbortError', () => {
	const error = sent(new DOMException('stop', 'AbortError'));
	expect(error).toBeInstanceOf(DOMException);
	expect(error).toMatchObject({ name: 'AbortError', message: 'stop' });
});

test('other errors keep name and message, and what is no error becomes one', () => {
	expect(sent(new RangeError('too far'))).toBeInstanceOf(RangeError);
	expect(sent(Object.assign(new Error('x'), { name: 'DataError' }))).toMatchObject({
		name: 'DataError',
		message: 'x',
	});
	expect(sent('text')).toMatchObject({ message: 'text' });
});

import { expect, test } from 'vitest';
import { RuntimeError } from '$lib/domain/runtime';
import { toRuntimeError } from './errors';

test.each([
	['GPU device is lost', 'device-lost', true],
	['The WebGPU device was lost: destroyed', 'device-lost', true],
	['Invalid ShaderModule "MatMul" is invalid', 'shader-failed', true],
	['Error while parsing WGSL: :3:1', 'shader-failed', true],
	['std::bad_alloc', 'out-of-memory', false],
	['Array buffer allocation failed', 'out-of-memory', false],
	['WebAssembly.Memory(): could not allocate memory', 'out-of-memory', false],
	['unreachable', 'worker-crashed', true],
	['memory access out of bounds', 'worker-crashed', true],
	['Aborted(). Build with -sASSERTIONS', 'worker-crashed', true],
	['Got invalid dimensions for input: x', 'run-failed', false],
])('"%s" is %s', (message, kind, poisoned) => {
	const cause = new Error(message);
	const error = toRuntimeError(cause, 'run-failed', 'run x');
	expect(error).toMatchObject({ kind, poisoned, cause });
	expect(error.message).toContain(message);
});

test('what has a kind keeps it, and what is no error is told', () => {
	const known = new RuntimeError('load-failed');
	expect(toRuntimeError(known, 'run-failed', 'x')).toBe(known);
	expect(toRuntimeError(12345, 'run-failed', 'x').message).toBe('run-failed: x: 12345');
});

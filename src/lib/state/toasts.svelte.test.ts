import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { toasts } from './toasts.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
	vi.runAllTimers();
	vi.useRealTimers();
});

test('a toast that nobody answers goes away and makes its deletion final, once', () => {
	const onExpire = vi.fn();
	const id = toasts.show('deleted', { onExpire });
	expect(toasts.list.map(({ text }) => text)).toEqual(['deleted']);
	vi.runAllTimers();
	toasts.dismiss(id);
	expect(toasts.list).toEqual([]);
	expect(onExpire).toHaveBeenCalledTimes(1);
});

test('undo runs the action and nothing becomes final', () => {
	const onExpire = vi.fn();
	const run = vi.fn();
	const id = toasts.show('deleted', { action: { label: 'Undo', run }, onExpire });
	toasts.act(id);
	vi.runAllTimers();
	expect(run).toHaveBeenCalledTimes(1);
	expect(onExpire).not.toHaveBeenCalled();
});

test('a held toast waits; released, it goes', () => {
	const id = toasts.show('read me');
	toasts.hold(id);
	vi.runAllTimers();
	expect(toasts.list).toHaveLength(1);
	toasts.release(id);
	vi.runAllTimers();
	expect(toasts.list).toHaveLength(0);
});

import { expect, test } from 'vitest';
import { History } from './history.svelte';

test('steps back and forth; a slider on its way is one step', () => {
	const history = new History<number | null>(0);
	history.change(1, 'a');
	history.change(2, 'b');
	history.change(3, 'b');
	history.change(null, 'c');
	history.undo();
	expect(history.value).toBe(3);
	history.undo();
	expect(history.value).toBe(1);
	history.redo();
	expect(history.value).toBe(3);
	history.redo();
	expect(history.value).toBeNull();
	expect(history.canRedo).toBe(false);
	history.undo();
	history.change(9, 'c');
	expect(history.canRedo).toBe(false);
	while (history.canUndo) history.undo();
	expect(history.value).toBe(0);
	history.undo();
	expect(history.value).toBe(0);
});

test('choices are steps of their own, however fast they are made', () => {
	const history = new History('first');
	history.change('second');
	history.change('third');
	history.undo();
	expect(history.value).toBe('second');
	history.undo();
	expect(history.value).toBe('first');
});

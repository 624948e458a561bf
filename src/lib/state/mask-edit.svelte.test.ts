import { expect, test } from 'vitest';
import { MASK_SIDE, MaskEditing } from './mask-edit.svelte';

const nothing = async () => new Uint8ClampedArray(MASK_SIDE * MASK_SIDE);
const at = (x: number, y: number) =>
	Math.floor(y * MASK_SIDE) * MASK_SIDE + Math.floor(x * MASK_SIDE);

test('a stroke covers what lies under it, and nothing else', () => {
	const editing = new MaskEditing(nothing);
	expect(editing.correction).toBeUndefined();
	editing.beginStroke();
	editing.paint({ x: 0.2, y: 0.5 }, { x: 0.8, y: 0.5 }, 0.05, true);
	const { data } = editing.correction!;
	for (const x of [0.2, 0.5, 0.8]) expect(data[at(x, 0.5)]).toBe(127);
	expect(data[at(0.5, 0.58)]).toBe(0);
	expect(data[at(0.1, 0.5)]).toBe(0);
	expect(editing.coverage(at(0.5, 0.5))).toBe(255);
	editing.beginStroke();
	editing.paint({ x: 0.5, y: 0.5 }, { x: 0.5, y: 0.5 }, 0.02, false);
	expect(editing.coverage(at(0.5, 0.5))).toBe(0);
	expect(editing.coverage(at(0.3, 0.5))).toBe(255);
});

test('steps go back and forth, and clearing is one of them', () => {
	const editing = new MaskEditing(nothing);
	editing.beginStroke();
	editing.paint({ x: 0.5, y: 0.5 }, { x: 0.5, y: 0.5 }, 0.05, true);
	editing.clear();
	expect(editing.empty).toBe(true);
	editing.undo();
	expect(editing.coverage(at(0.5, 0.5))).toBe(255);
	editing.undo();
	expect([editing.empty, editing.canUndo, editing.canRedo]).toEqual([true, false, true]);
	editing.redo();
	expect(editing.coverage(at(0.5, 0.5))).toBe(255);
	editing.beginStroke();
	expect(editing.canRedo).toBe(false);
});

test('what was painted before is there when the brush is opened again', () => {
	const first = new MaskEditing(nothing);
	first.paint({ x: 0.25, y: 0.25 }, { x: 0.25, y: 0.25 }, 0.05, false);
	const second = new MaskEditing(nothing, first.correction!.data);
	const [before, now] = [first.correction!.data, second.correction!.data];
	expect(now.every((value, i) => value === before[i])).toBe(true);
	second.paint({ x: 0.25, y: 0.25 }, { x: 0.25, y: 0.25 }, 0.05, true);
	expect(first.correction!.data[at(0.25, 0.25)]).toBe(-127);
});

import type { MatteCorrection } from '$lib/domain/face';
import type { Point } from '$lib/domain/geometry';
import { loadEngines } from './engines';
import type { Subject } from './session.svelte';

/** Side of the plane that is painted on, in pixels. */
export const MASK_SIDE = 512;
const MOST_STEPS = 20;
/** Share of the radius over which a stroke fades. */
const SOFT = 0.25;

/** Reads a matte as it was worked out, without any correction: MASK_SIDE x MASK_SIDE, 0..255. */
export type ReadMatte = (signal: AbortSignal) => Promise<Uint8ClampedArray>;

/** The matte of a portrait as the styles would see it. */
export function matteOf({ portrait }: Subject): ReadMatte {
	return async (signal) => {
		const { studio } = await loadEngines();
		await studio.open({ ...portrait, correction: undefined }, { signal });
		return studio.matte(MASK_SIDE, { signal });
	};
}

/** A brush on a square matte. Points are shares of the side, 0..1. */
export class MaskEditing {
	/** The matte as it was worked out, without any correction; null while it is loading. */
	#matte = $state.raw<Uint8ClampedArray | null>(null);
	#failed = $state(false);
	#data: Int8Array;
	/** Rises with every change: what shows the mask listens to it. */
	#version = $state(0);
	#undo = $state.raw<readonly Int8Array[]>([]);
	#redo = $state.raw<readonly Int8Array[]>([]);
	readonly #read: ReadMatte;

	/** @param painted what was painted before, MASK_SIDE x MASK_SIDE */
	constructor(read: ReadMatte, painted?: Int8Array) {
		this.#read = read;
		this.#data = painted?.slice() ?? new Int8Array(MASK_SIDE * MASK_SIDE);
	}

	get ready(): boolean {
		return this.#matte !== null;
	}

	get failed(): boolean {
		return this.#failed;
	}

	get version(): number {
		return this.#version;
	}

	get canUndo(): boolean {
		return this.#undo.length > 0;
	}

	get canRedo(): boolean {
		return this.#redo.length > 0;
	}

	get empty(): boolean {
		return this.#version >= 0 && this.#data.every((value) => value === 0);
	}

	/** What the person painted; undefined when that is nothing. */
	get correction(): MatteCorrection | undefined {
		if (this.empty) return undefined;
		return { width: MASK_SIDE, height: MASK_SIDE, data: this.#data.slice() };
	}

	/** Never throws: see failed. */
	async load(signal: AbortSignal): Promise<void> {
		this.#failed = false;
		try {
			this.#matte = await this.#read(signal);
		} catch (error) {
			if (signal.aborted) return;
			console.error(error);
			this.#failed = true;
		}
	}

	/** 0..255: the person with the correction, as the styles will see them. */
	coverage(index: number): number {
		const painted = this.#data[index] / 127;
		const matte = this.#matte?.[index] ?? 0;
		return painted > 0 ? Math.max(matte, 255 * painted) : Math.min(matte, 255 * (1 + painted));
	}

	/** One step of undo begins. */
	beginStroke(): void {
		this.#undo = [...this.#undo, this.#data.slice()].slice(-MOST_STEPS);
		this.#redo = [];
	}

	/** Paints a line with round ends. @param radius share of the side */
	paint(from: Point, to: Point, radius: number, add: boolean): void {
		const r = radius * MASK_SIDE;
		const [x0, y0, x1, y1] = [from.x, from.y, to.x, to.y].map((v) => v * MASK_SIDE);
		const [dx, dy] = [x1 - x0, y1 - y0];
		const length = dx * dx + dy * dy;
		const clamp = (value: number) => Math.min(MASK_SIDE - 1, Math.max(0, value));
		const [left, right] = [
			clamp(Math.floor(Math.min(x0, x1) - r)),
			clamp(Math.ceil(Math.max(x0, x1) + r)),
		];
		const [top, bottom] = [
			clamp(Math.floor(Math.min(y0, y1) - r)),
			clamp(Math.ceil(Math.max(y0, y1) + r)),
		];
		for (let y = top; y <= bottom; y++) {
			for (let x = left; x <= right; x++) {
				const [px, py] = [x + 0.5 - x0, y + 0.5 - y0];
				const along = length > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / length)) : 0;
				const off = Math.hypot(px - along * dx, py - along * dy);
				const strength = Math.min(1, Math.max(0, (r - off) / Math.max(1, SOFT * r)));
				if (strength === 0) continue;
				const goal = add ? 127 : -127;
				const i = y * MASK_SIDE + x;
				this.#data[i] = Math.round(this.#data[i] + (goal - this.#data[i]) * strength);
			}
		}
		this.#version++;
	}

	undo(): void {
		const before = this.#undo.at(-1);
		if (!before) return;
		this.#undo = this.#undo.slice(0, -1);
		this.#redo = [...this.#redo, this.#data];
		this.#data = before;
		this.#version++;
	}

	redo(): void {
		const after = this.#redo.at(-1);
		if (!after) return;
		this.#redo = this.#redo.slice(0, -1);
		this.#undo = [...this.#undo, this.#data];
		this.#data = after;
		this.#version++;
	}

	clear(): void {
		this.beginStroke();
		this.#data = new Int8Array(MASK_SIDE * MASK_SIDE);
		this.#version++;
	}
}

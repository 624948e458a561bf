import { STYLE_IDS, type StyleId } from '$lib/domain/recipe';
import { loadEngines } from './engines';
import { Pace } from './pace';
import { settings } from './settings.svelte';
import { studio } from './studio.svelte';

/** Styles that are quick enough to follow a face. */
const LIGHT: readonly string[] = ['poster', 'pixel', 'comic'];
export const LIVE_STYLES: readonly StyleId[] = STYLE_IDS.filter((style) => LIGHT.includes(style));

/** Long side of the frame that faces are searched in, and side of the drawing, in pixels. */
const FRAME_SIDE = 480;
const DRAWN_SIDE = 192;

/**
 * Draws what a camera sees in a style, frame after frame, as fast as the device can: the newest frame each time, none
 * in a queue. Has the device to itself until stop().
 */
export class LivePreview {
	#style = $state<StyleId | null>(null);
	#pace = $state.raw(new Pace());
	#state = $state<'waiting' | 'drawing' | 'no-face' | 'failed'>('waiting');
	#work: AbortController | null = null;
	#release: (() => void) | null = null;

	/** Null shows the camera alone. */
	get style(): StyleId | null {
		return this.#style;
	}

	get state(): 'waiting' | 'drawing' | 'no-face' | 'failed' {
		return this.#state;
	}

	/** Pictures a second; null before the second one. */
	get rate(): number | null {
		const milliseconds = this.#pace.of(DRAWN_SIDE);
		return milliseconds === null ? null : 1000 / milliseconds;
	}

	/** Follows the video with a style, drawing into the canvas; null ends it. Never throws: see state. */
	async follow(
		style: StyleId | null,
		video: HTMLVideoElement,
		canvas: HTMLCanvasElement,
	): Promise<void> {
		this.#work?.abort();
		this.#style = style;
		this.#pace = new Pace();
		this.#state = 'waiting';
		if (!style) return this.stop();
		this.#release ??= studio.hold();
		const work = new AbortController();
		this.#work = work;
		try {
			const { face } = await loadEngines();
			await settings.startFaces(face, { signal: work.signal });
			let before: number | null = null;
			while (!work.signal.aborted) {
				const drawn = await this.#frame(style, video, canvas, work.signal);
				this.#state = drawn ? 'drawing' : 'no-face';
				const now = performance.now();
				if (drawn && before !== null) this.#pace = this.#pace.with(DRAWN_SIDE, now - before);
				before = drawn ? now : null;
				await nextFrame();
			}
		} catch (error) {
			if (work.signal.aborted) return;
			console.error(error);
			this.#state = 'failed';
		}
	}

	stop(): void {
		this.#work?.abort();
		this.#work = null;
		this.#style = null;
		this.#release?.();
		this.#release = null;
	}

	/** @returns whether there was a face */
	async #frame(
		style: StyleId,
		video: HTMLVideoElement,
		canvas: HTMLCanvasElement,
		signal: AbortSignal,
	): Promise<boolean> {
		if (!video.videoWidth) return false;
		const scale = Math.min(1, FRAME_SIDE / Math.max(video.videoWidth, video.videoHeight));
		const frame = await createImageBitmap(video, {
			resizeWidth: Math.round(video.videoWidth * scale),
			resizeHeight: Math.round(video.videoHeight * scale),
		});
		try {
			// 1. The largest face.
			const { face, studio: pool } = await loadEngines();
			const [nearest] = await face.findFaces(frame, { signal });
			if (!nearest) return false;
			const { portrait } = await face.analyse(frame, nearest, [], { signal });
			// 2. The style, small.
			await pool.open(portrait, { signal });
			const recipe = { version: 1, style, seed: 0 } as const;
			const { picture } = await pool.render(recipe, DRAWN_SIDE, { signal });
			// 3. On the screen.
			canvas.width = canvas.height = DRAWN_SIDE;
			canvas.getContext('2d')?.drawImage(picture, 0, 0);
			picture.close();
			return true;
		} finally {
			frame.close();
		}
	}
}

/** Lets the page breathe, also in a window that is not seen. */
const nextFrame = () => new Promise((resolve) => setTimeout(resolve, 30));

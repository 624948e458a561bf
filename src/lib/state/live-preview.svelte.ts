import type { FollowedPortrait } from '$lib/domain/face';
import { FRAME_SIDE, LIVE_SIDE, LIVE_STYLES, MASK_EVERY } from '$lib/domain/live';
import type { StyleId } from '$lib/domain/recipe';
import { loadEngines, type Engines } from './engines';
import { Pace } from './pace';
import { settings } from './settings.svelte';
import { studio } from './studio.svelte';

export { LIVE_STYLES };

/**
 * Draws what a camera sees in a style, frame after frame, as fast as the device can: while one frame is drawn the face
 * is followed in the next, and none waits in a queue. Has the device to itself until stop().
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
		const milliseconds = this.#pace.of(LIVE_SIDE);
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
			const engines = await loadEngines();
			await settings.startFaces(engines.face, { signal: work.signal });
			await this.#run(engines, style, video, canvas, work.signal);
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

	async #run(
		engines: Engines,
		style: StyleId,
		video: HTMLVideoElement,
		canvas: HTMLCanvasElement,
		signal: AbortSignal,
	): Promise<void> {
		let before: number | null = null;
		let coming = followFrame(engines, video, null, true, signal);
		for (let frame = 1; !signal.aborted; frame++) {
			// 1. The face in this frame, and from now on in the next.
			const followed = await coming;
			const masked = frame % MASK_EVERY === 0;
			await nextFrame();
			coming = followFrame(engines, video, followed, masked, signal);
			coming.catch(() => null); // heard when it is awaited
			this.#state = followed ? 'drawing' : 'no-face';
			if (!followed) {
				before = null;
				continue;
			}
			// 2. The picture, with the matte of a frame before unless the mask is new.
			await engines.studio[followed.fresh ? 'open' : 'follow'](followed.portrait, { signal });
			const recipe = { version: 1, style, seed: 0 } as const;
			const { picture } = await engines.studio.render(recipe, LIVE_SIDE, { signal });
			// 3. On the screen.
			canvas.width = canvas.height = LIVE_SIDE;
			canvas.getContext('2d')?.drawImage(picture, 0, 0);
			picture.close();
			const now = performance.now();
			if (before !== null) this.#pace = this.#pace.with(LIVE_SIDE, now - before);
			before = now;
		}
	}
}

/** A followed frame, and whether its mask was drawn for it. */
type Frame = FollowedPortrait & { readonly fresh: boolean };

/** The largest face in what the video shows now; null without one. */
async function followFrame(
	{ face }: Engines,
	video: HTMLVideoElement,
	last: FollowedPortrait | null,
	masked: boolean,
	signal: AbortSignal,
): Promise<Frame | null> {
	if (!video.videoWidth) return null;
	const scale = Math.min(1, FRAME_SIDE / Math.max(video.videoWidth, video.videoHeight));
	const frame = await createImageBitmap(video, {
		resizeWidth: Math.round(video.videoWidth * scale),
		resizeHeight: Math.round(video.videoHeight * scale),
	});
	try {
		const followed = await face.followPortrait(frame, last, LIVE_SIDE, masked, { signal });
		return followed && { ...followed, fresh: masked || !last };
	} finally {
		frame.close();
	}
}

/** Lets the page breathe, also in a window that is not seen. */
const nextFrame = () => new Promise((resolve) => setTimeout(resolve, 4));

import { IdPhotoClient } from '$lib/bridge/id-photo-client';
import type { IdSpec, IdSubject } from '$lib/domain/id-photo';
import { carryMask } from '$lib/idphoto/carry-mask';
import { loadEngines } from './engines';
import { guidanceOf, SteadyGuidance, type Guidance } from './id-guidance';
import { settings } from './settings.svelte';

/** Long side of the frames that are looked at; the photo itself is taken at full size. */
const LOOK_SIDE = 640;
/** Between two looks the page draws, in milliseconds. */
const REST = 30;
/** Every so many looks the mask is drawn anew, and all faces are searched: somebody may have come in. */
const MASK_EVERY = 3;
const SEARCH_EVERY = 12;

/** Looks at the frames of a camera as an official would, until one is good. */
export class IdCamera {
	#guidance = $state.raw<Guidance>({ kind: 'starting' });
	#held = $state(0);
	#looks = $state(0);
	#steady = new SteadyGuidance();
	/** The head of the last look, with its mask. */
	#last: IdSubject | null = null;
	#stop = new AbortController();
	readonly #client = new IdPhotoClient();

	/** @param specNow the document that the photo is for; nothing is looked at before there is one */
	constructor(private readonly specNow: () => IdSpec | null) {}

	get guidance(): Guidance {
		return this.#guidance;
	}

	/** 0..1: how much of the wait before the shutter is over. */
	get held(): number {
		return this.#held;
	}

	/** How many frames were looked at. */
	get looks(): number {
		return this.#looks;
	}

	/** Looks at one frame after the other until stop(). Never throws: a frame that fails is passed over. */
	async watch(video: HTMLVideoElement): Promise<void> {
		const { signal } = this.#stop;
		try {
			const { face } = await loadEngines();
			await settings.startFaces(face, { signal });
		} catch (error) {
			if (!signal.aborted) console.error(error);
			return;
		}
		while (!signal.aborted) {
			try {
				const spec = this.specNow();
				if (spec && video.videoWidth > 0) this.#tell(await this.#look(video, spec, signal));
			} catch (error) {
				if (signal.aborted) return;
				console.error(error);
				this.#last = null;
			}
			await new Promise((resolve) => setTimeout(resolve, REST));
		}
	}

	stop(): void {
		this.#stop.abort();
		this.#client.close();
	}

	async #look(video: HTMLVideoElement, spec: IdSpec, signal: AbortSignal): Promise<Guidance> {
		const { face } = await loadEngines();
		const { videoWidth, videoHeight } = video;
		const scale = Math.min(1, LOOK_SIDE / Math.max(videoWidth, videoHeight));
		const frame = await createImageBitmap(video, {
			resizeWidth: Math.round(videoWidth * scale),
			resizeHeight: Math.round(videoHeight * scale),
		});
		try {
			const search = this.#looks % SEARCH_EVERY === 0;
			const before = this.#last;
			const masked = !before || this.#looks % MASK_EVERY === 0;
			const known = search ? null : (before?.landmarks ?? null);
			const seen = await face.followHead(frame, known, masked, { signal });
			if (!seen) {
				this.#last = null;
				return { kind: 'no-face' };
			}
			if (seen.others.length > 0) return { kind: 'several' };
			const subject = withMask(seen, before);
			this.#last = subject;
			const detail = 1 / scale;
			return guidanceOf(await this.#client.guide(frame, subject, spec, detail, { signal }));
		} finally {
			frame.close();
		}
	}

	#tell(guidance: Guidance): void {
		this.#steady.add(guidance, performance.now());
		this.#guidance = this.#steady.said;
		this.#held = this.#steady.held;
		this.#looks++;
	}
}

/** A head without a mask gets the one of the look before, moved along. */
function withMask(seen: IdSubject, before: IdSubject | null): IdSubject {
	if (seen.masks.length > 0 || !before) return seen;
	const masks = before.masks.map((mask) => carryMask(mask, before.landmarks, seen.landmarks));
	return { ...seen, masks };
}

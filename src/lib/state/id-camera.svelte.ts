import { IdPhotoClient } from '$lib/bridge/id-photo-client';
import type { IdCheck, IdMode, IdRule, IdSpec } from '$lib/domain/id-photo';
import { loadEngines } from './engines';
import { settings } from './settings.svelte';

/** What the guide says: what is wrong now, or that it is good. */
export type Guidance =
	| { readonly kind: 'starting' }
	| { readonly kind: 'no-face' }
	| { readonly kind: 'several' }
	/** The worst of what is wrong. */
	| { readonly kind: 'mend'; readonly check: IdCheck }
	| { readonly kind: 'good' };

/** Long side of the frames that are looked at; the photo itself is taken at full size. */
const LOOK_SIDE = 960;
/** Good frames in a row before the shutter: one alone may be a blink on its way. */
const GOOD_FRAMES = 2;

/** What the person can mend while they stand there; the crop is placed later. */
const LIVE: readonly IdRule[] = [
	'one-person',
	'room-above',
	'room-below',
	'room-beside',
	'yaw',
	'pitch',
	'roll',
	'eyes-open',
	'gaze',
	'mouth-closed',
	'dark-lenses',
	'glasses-glare',
	'exposure',
	'face-shadow',
	'resolution',
];

/** Looks at the frames of a camera as an official would, until one is good. */
export class IdCamera {
	#guidance = $state.raw<Guidance>({ kind: 'starting' });
	#good = $state(0);
	#stop = new AbortController();
	readonly #client = new IdPhotoClient();

	/**
	 * @param spec null looks at the head alone
	 */
	constructor(
		private readonly spec: IdSpec | null,
		private readonly mode: IdMode,
	) {}

	get guidance(): Guidance {
		return this.#guidance;
	}

	/** True when the last frames were all good. */
	get ready(): boolean {
		return this.#good >= GOOD_FRAMES;
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
				if (video.videoWidth > 0) await this.#look(video, signal);
			} catch (error) {
				if (signal.aborted) return;
				console.error(error);
				this.#good = 0;
			}
			await new Promise((resolve) => setTimeout(resolve, 60));
		}
	}

	stop(): void {
		this.#stop.abort();
		this.#client.close();
	}

	async #look(video: HTMLVideoElement, signal: AbortSignal): Promise<void> {
		const { face } = await loadEngines();
		const scale = Math.min(1, LOOK_SIDE / Math.max(video.videoWidth, video.videoHeight));
		const frame = await createImageBitmap(video, {
			resizeWidth: Math.round(video.videoWidth * scale),
			resizeHeight: Math.round(video.videoHeight * scale),
		});
		try {
			const [chosen, ...others] = await face.findFaces(frame, { signal });
			if (!chosen) return this.#tell({ kind: 'no-face' });
			if (others.length > 0) return this.#tell({ kind: 'several' });
			if (!this.spec) return this.#tell({ kind: 'good' });
			const subject = await face.idSubject(frame, chosen, [], { signal });
			await this.#client.open(frame, subject, { signal });
			const { checks } = await this.#client.fit(this.spec, this.mode, { signal });
			this.#tell(guidanceOf(checks));
		} finally {
			frame.close();
		}
	}

	#tell(guidance: Guidance): void {
		this.#guidance = guidance;
		this.#good = guidance.kind === 'good' ? this.#good + 1 : 0;
	}
}

/** Failures before doubts, and in the order in which they are best mended. */
export function guidanceOf(checks: readonly IdCheck[]): Guidance {
	const wrong = LIVE.flatMap((rule) => checks.find((check) => check.rule === rule) ?? []).filter(
		({ verdict, measured }) => verdict !== 'pass' && measured !== null,
	);
	const worst = wrong.find(({ verdict }) => verdict === 'fail') ?? wrong[0];
	return worst ? { kind: 'mend', check: worst } : { kind: 'good' };
}

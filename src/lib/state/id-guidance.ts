import type { IdCheck, IdRule } from '$lib/domain/id-photo';

/** What the guide says: what is wrong now, or that it is good. */
export type Guidance =
	| { readonly kind: 'starting' }
	| { readonly kind: 'no-face' }
	| { readonly kind: 'several' }
	/** The worst of what is wrong. */
	| { readonly kind: 'mend'; readonly check: IdCheck }
	| { readonly kind: 'good' };

/** What the person can mend while they stand there, in the order in which it is best mended. */
const LIVE: readonly IdRule[] = [
	'one-person',
	'room-above',
	'room-below',
	'room-beside',
	'resolution',
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
];

/** Failures before doubts, and in the order in which they are best mended. */
export function guidanceOf(checks: readonly IdCheck[]): Guidance {
	const wrong = LIVE.flatMap((rule) => checks.find((check) => check.rule === rule) ?? []).filter(
		({ verdict, measured }) => verdict !== 'pass' && measured !== null,
	);
	const worst = wrong.find(({ verdict }) => verdict === 'fail') ?? wrong[0];
	return worst ? { kind: 'mend', check: worst } : { kind: 'good' };
}

/** What was seen in this many frames in a row is said: one frame alone is noise. */
const SAME = 2;
/** So long everything must be good before the shutter, in milliseconds and in frames: one may be a blink on its way. */
const HOLD_MS = 700;
const HOLD_FRAMES = 3;

/** Words that stay readable, and the patience before the shutter. */
export class SteadyGuidance {
	#said: Guidance = { kind: 'starting' };
	#seen: { readonly key: string; readonly count: number } = { key: '', count: 0 };
	#good: { readonly since: number; readonly frames: number } | null = null;
	#held = 0;

	/** What is to be said now. */
	get said(): Guidance {
		return this.#said;
	}

	/** 0..1: how much of the time before the shutter is over; 0 as soon as a frame is not good. */
	get held(): number {
		return this.#held;
	}

	/** @param now milliseconds of any clock that runs forward */
	add(guidance: Guidance, now: number): void {
		const key = guidance.kind === 'mend' ? guidance.check.rule : guidance.kind;
		this.#seen = { key, count: key === this.#seen.key ? this.#seen.count + 1 : 1 };
		if (this.#seen.count >= SAME || this.#said.kind === 'starting') this.#said = guidance;
		if (guidance.kind !== 'good') {
			this.#good = null;
			this.#held = 0;
			return;
		}
		const { since, frames } = this.#good ?? { since: now, frames: 0 };
		this.#good = { since, frames: frames + 1 };
		this.#held = Math.min((now - since) / HOLD_MS, (frames + 1) / HOLD_FRAMES, 1);
	}
}

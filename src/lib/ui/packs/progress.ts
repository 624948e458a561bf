import type { InstallState } from '$lib/domain/pack';
import { m } from '$lib/paraglide/messages';
import { failureText, phaseText } from './texts';

/** What an install does now, in a few words. @param now milliseconds since 1970 */
export function statusText({ status, progress }: InstallState, now: number): string {
	if (status === 'paused') return m.packs_paused();
	if (status === 'failed') return m.packs_broken_off();
	if (!progress) return m.packs_phase_starting();
	if (!progress.waiting) return phaseText(progress.phase);
	const problem = failureText(progress.waiting.because).title;
	const seconds = Math.ceil((progress.waiting.retryAt - now) / 1000);
	return seconds > 0 ? m.packs_waiting({ problem, seconds }) : m.packs_waiting_now({ problem });
}

/** 0..1 of the whole install; 0 while nothing is known. */
export function share({ progress }: InstallState): number {
	return progress && progress.bytesTotal > 0 ? progress.bytesDone / progress.bytesTotal : 0;
}

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

/**
 * How far the whole install is. One that does not run, or has just begun, tells only what is kept of it.
 * @param expected bytes of the whole download by the catalogue; 0 when they are not known
 */
export function amounts(
	{ progress, keptBytes }: InstallState,
	expected: number,
): { readonly done: number; readonly total: number; readonly share: number } {
	const { bytesDone: done, bytesTotal: total } = progress ?? {
		bytesDone: keptBytes,
		bytesTotal: Math.max(expected, keptBytes),
	};
	return { done, total, share: total > 0 ? done / total : 0 };
}

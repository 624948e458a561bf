import type { InstallPhase, PackProblem } from '$lib/domain/pack';
import type { Licence } from '$lib/domain/pack-catalogue';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { formatBytes } from '../page/format';

/** Words of the packs in the person's language. */

/** A text of the catalogue in the language of the interface. */
export const inLanguage = (text: { readonly en: string; readonly 'zh-CN': string }): string =>
	text[getLocale()];

export const phaseText = (phase: InstallPhase): string =>
	({
		listing: m.packs_phase_listing,
		downloading: m.packs_phase_downloading,
		compiling: m.packs_phase_compiling,
		verifying: m.packs_phase_verifying,
		finishing: m.packs_phase_finishing,
	})[phase]();

export type FailureKind = PackProblem | 'runtime' | 'unknown';

/** What happened, and what to do about it. */
export const failureText = (
	kind: FailureKind,
): { readonly title: string; readonly advice: string } =>
	({
		offline: { title: m.packs_problem_offline(), advice: m.packs_problem_offline_advice() },
		'hub-unreachable': {
			title: m.packs_problem_hub_unreachable(),
			advice: m.packs_problem_hub_unreachable_advice(),
		},
		refused: { title: m.packs_problem_refused(), advice: m.packs_problem_refused_advice() },
		'not-found': {
			title: m.packs_problem_not_found(),
			advice: m.packs_problem_not_found_advice(),
		},
		changed: { title: m.packs_problem_changed(), advice: m.packs_problem_changed_advice() },
		corrupt: { title: m.packs_problem_corrupt(), advice: m.packs_problem_corrupt_advice() },
		'hub-busy': { title: m.packs_problem_hub_busy(), advice: m.packs_problem_hub_busy_advice() },
		'disk-full': {
			title: m.packs_problem_disk_full(),
			advice: m.packs_problem_disk_full_advice(),
		},
		'no-storage': {
			title: m.packs_problem_no_storage(),
			advice: m.packs_problem_no_storage_advice(),
		},
		unsafe: { title: m.packs_problem_unsafe(), advice: m.packs_problem_unsafe_advice() },
		unsupported: {
			title: m.packs_problem_unsupported(),
			advice: m.packs_problem_unsupported_advice(),
		},
		busy: { title: m.packs_problem_busy(), advice: m.packs_problem_busy_advice() },
		device: { title: m.packs_problem_device(), advice: m.packs_problem_device_advice() },
		runtime: { title: m.packs_problem_runtime(), advice: m.packs_problem_runtime_advice() },
		unknown: { title: m.packs_problem_unknown(), advice: m.packs_problem_unknown_advice() },
	})[kind];

export type Commercial = Licence['commercial'];

export const commercialText = (commercial: Commercial): string =>
	({
		yes: m.packs_commercial_yes,
		no: m.packs_commercial_no,
		unclear: m.packs_commercial_unclear,
	})[commercial]();

/** Of several parts: the least that any of them allows. */
export function leastCommercial(licences: readonly Pick<Licence, 'commercial'>[]): Commercial {
	if (licences.some(({ commercial }) => commercial === 'no')) return 'no';
	if (licences.some(({ commercial }) => commercial === 'unclear')) return 'unclear';
	return licences.length > 0 ? 'yes' : 'unclear';
}

/** "12 min", rounded as people say it. @param seconds not negative */
export function duration(seconds: number): string {
	if (seconds < 5) return m.packs_time_moment();
	if (seconds < 60) return m.packs_time_seconds({ count: Math.ceil(seconds / 5) * 5 });
	const minutes = Math.ceil(seconds / 60);
	if (minutes < 60) return m.packs_time_minutes({ count: minutes });
	if (minutes >= 24 * 60) return m.packs_time_days();
	return m.packs_time_hours({ hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

export const speed = (bytesPerSecond: number): string =>
	m.packs_speed({ size: formatBytes(bytesPerSecond) });

/** "1.2", without its unit. */
export const formatSeconds = (milliseconds: number): string =>
	new Intl.NumberFormat(getLocale(), { maximumFractionDigits: 1 }).format(milliseconds / 1000);

/** "Checking every byte: 40%". */
export const taskText = (
	task: 'verify' | 'try' | 'export' | 'remove' | 'import',
	fraction: number,
): string =>
	m.packs_task({
		task: {
			verify: m.packs_verifying,
			try: m.packs_trying,
			export: m.packs_exporting,
			remove: m.packs_deleting,
			import: m.packs_importing,
		}[task](),
		percent: Math.floor(fraction * 100),
	});

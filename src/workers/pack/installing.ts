import { planPack } from '$lib/compiler/compile/compile';
import { executePlan } from '$lib/compiler/compile/execute';
import { CompileError } from '$lib/compiler/error';
import {
	PackError,
	type InstalledPack,
	type InstallProgress,
	type InstallState,
} from '$lib/domain/pack';
import { INSTALL_LOCK } from '$lib/domain/pack-channel';
import type { Catalogue, Component, PackEntry } from '$lib/domain/pack-catalogue';
import type { InstallRecord, PackStore } from '$lib/pack/contract';
import { install, type Compile, type InstallPart, type InstallTarget } from '$lib/pack/install';
import { resolvePlan } from '$lib/pack/plan';
import { probeHubs } from '$lib/pack/hub/probe';
import type { HubChoice } from '../api';
import { announceChange, announceInstall } from './announce';
import { checkMatting } from './checking';
import { packStore } from '../pack-store';
import { clients, packCatalogue } from './room';

/**
 * Installs a pack or goes on with it, under the lock that allows one install in all tabs.
 * @throws PackError; signal.reason, which means: paused
 */
export function installPack(
	pack: string,
	hub: HubChoice,
	signal: AbortSignal,
): Promise<InstalledPack> {
	return locked(async () => {
		const [store, catalogue] = await Promise.all([packStore(), packCatalogue()]);
		let state: InstallState = {
			pack,
			status: 'running',
			progress: null,
			problem: null,
			keptBytes: 0,
		};
		const tell = (change: Partial<InstallState>) => {
			state = { ...state, ...change };
			announceInstall(state);
		};
		tell({});
		try {
			const target = await findTarget(store, catalogue, pack, hub, signal);
			const parts = {
				store,
				compile,
				checkMatting,
				onProgress: (progress: InstallProgress) =>
					tell({ progress, keptBytes: progress.bytesDone }),
			};
			const installed = await install(target, parts, signal).catch((error: unknown) => {
				// A file that streams shows only at its end that a byte of it was wrong; by now the store has
				// forgotten it and what was made of it. Once more, then it is the hub's fault.
				if (!(error instanceof PackError && error.kind === 'corrupt')) throw error;
				return install(target, parts, signal);
			});
			announceChange();
			return installed;
		} catch (thrown) {
			if (signal.aborted) tell({ status: 'paused' });
			else {
				const { kind, message } = asPackError(thrown);
				tell({ status: 'failed', problem: { kind, detail: message } });
			}
			throw asPackError(thrown);
		}
	});
}

/** The compiler, as installs use it. */
export const compile: Compile = async (input, openOutput, onProgress, signal) => {
	const plan = await planPack(input, signal);
	return executePlan(plan, await openOutput(plan.key), onProgress, signal);
};

/** What earlier installs left, as the pages show it. */
export async function installStates(): Promise<InstallState[]> {
	const store = await packStore();
	const [records, { held = [] }] = await Promise.all([store.installs(), navigator.locks.query()]);
	const running = held.some(({ name }) => name === INSTALL_LOCK);
	return Promise.all(
		records.map(async ({ pack, files, status, problem }) => {
			const present = await Promise.all(files.map(({ file }) => store.present(file)));
			return {
				pack,
				// One that says it runs while nobody holds the lock was killed.
				status: status === 'running' && !running ? ('paused' as const) : status,
				progress: null,
				problem,
				keptBytes: present.reduce((sum, bytes) => sum + bytes, 0),
			};
		}),
	);
}

/** Only one tab installs at a time. @throws PackError 'busy' */
export function locked<T>(work: () => Promise<T>): Promise<T> {
	return navigator.locks.request(INSTALL_LOCK, { ifAvailable: true }, (lock) => {
		if (!lock) throw new PackError('busy', 'another install is running');
		return work();
	});
}

/** Errors of the compiler in the words of packs. */
export function asPackError(error: unknown): PackError {
	if (error instanceof PackError || (error as Error).name === 'AbortError')
		return error as PackError;
	const options = { cause: error };
	if (error instanceof CompileError) {
		const kind = { damaged: 'corrupt', unsafe: 'unsafe' } as const;
		const known = error.problem in kind ? kind[error.problem as keyof typeof kind] : 'unsupported';
		return new PackError(known, error.message, options);
	}
	return new PackError(
		'unsupported',
		error instanceof Error ? error.message : String(error),
		options,
	);
}

/** What was pinned stays pinned; a pack that was not begun, or that changed at the hub, is listed anew. */
async function findTarget(
	store: PackStore,
	catalogue: Catalogue,
	id: string,
	hub: HubChoice,
	signal: AbortSignal,
): Promise<InstallTarget> {
	const record = (await store.installs()).find(({ pack }) => pack === id);
	if (record && record.problem?.kind !== 'changed') {
		const pinned = pinnedTarget(record, catalogue);
		if (pinned) return pinned;
	}
	const speeds = hub === 'fastest' ? await probeHubs(clients, catalogue, {}, signal) : [];
	const present = () => Promise.resolve(0);
	const plan = await resolvePlan(
		{ catalogue, pack: id, choice: hub, clients, speeds, present },
		signal,
	);
	return {
		pack: plan.pack,
		parts: plan.parts.flatMap(({ component, files }) =>
			files.map((file): InstallPart => ({ component, file })),
		),
	};
}

/** Null when the catalogue no longer knows what was begun. */
function pinnedTarget(
	record: InstallRecord,
	{ packs, components }: Catalogue,
): InstallTarget | null {
	const pack: PackEntry | undefined = packs.find(({ id }) => id === record.pack);
	const parts = record.files.map(({ component: id, file }) => ({
		component: components.find((one): one is Component => one.id === id),
		file,
	}));
	const known = parts.filter((part): part is InstallPart => part.component !== undefined);
	return pack && known.length === parts.length ? { pack, parts: known } : null;
}

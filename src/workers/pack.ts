import { expose, transferHandlers } from 'comlink';
import { PackError } from '$lib/domain/pack';
import { carryErrors } from '$lib/domain/wire-error';
import { packArchiveBlob } from '$lib/pack/archive/write';
import type { PackStore } from '$lib/pack/contract';
import { probeHubs } from '$lib/pack/hub/probe';
import { resolvePlan } from '$lib/pack/plan';
import type { PackApi } from './api';
import { Jobs } from './jobs';
import { announceChange } from './pack/announce';
import { counting } from './pack/counting';
import { importPack } from './pack/importing';
import { asPackError, installPack, installStates, locked } from './pack/installing';
import { packStore } from './pack-store';
import { clients, packCatalogue } from './pack/room';
import { tryPack } from './pack/trying';

carryErrors(transferHandlers);

const jobs = new Jobs();

const api: PackApi = {
	catalogue: (job) => jobs.run(job, null, () => packCatalogue()),
	probe: (job) =>
		jobs.run(job, null, async (signal) => probeHubs(clients, await packCatalogue(), {}, signal)),
	plan: (job, pack, choice) =>
		jobs.run(job, null, async (signal) => {
			const [store, catalogue] = await Promise.all([packStore(), packCatalogue()]);
			const speeds = await probeHubs(clients, catalogue, {}, signal);
			const previous = (await store.installed()).find(({ id }) => id === pack)?.manifest ?? null;
			const present = (file: Parameters<PackStore['present']>[0]) => store.present(file);
			return resolvePlan({ catalogue, pack, choice, clients, speeds, present, previous }, signal);
		}),
	install: (job, pack, hub) => jobs.run(job, null, (signal) => installPack(pack, hub, signal)),
	states: (job) => jobs.run(job, null, () => installStates()),
	discard: (job, pack) =>
		jobs.run(job, null, () => changing((store) => locked(() => store.discard(pack)))),
	installed: (job) => jobs.run(job, null, async () => (await packStore()).installed()),
	verify: (job, pack, onFraction) =>
		jobs.run(job, onFraction, (signal, report) =>
			changing(async (store) => {
				const { bytes } = await find(store, pack);
				const damaged = await store.verify(pack, counting(bytes, report), signal);
				return { pack, bytes, damaged };
			}),
		),
	remove: (job, pack) => jobs.run(job, null, () => changing((store) => store.remove(pack))),
	tryOut: (job, pack, onFraction) =>
		jobs.run(job, onFraction, async (signal, report) => {
			const store = await packStore();
			const { manifest } = await find(store, pack);
			return tryPack(store, manifest, report, signal);
		}),
	exportPack: (job, pack) =>
		jobs.run(job, null, async (signal) => {
			const store = await packStore();
			const { manifest } = await find(store, pack);
			return packArchiveBlob(manifest, (path) => store.file(pack, path), signal);
		}),
	importFiles: (job, files, onFraction) =>
		jobs.run(job, onFraction, (signal, report) =>
			changing((store) =>
				locked(() => importPack(store, files, report, signal)).catch((error: unknown) => {
					throw asPackError(error);
				}),
			),
		),
	cancel: (job) => jobs.cancel(job),
	async dispose() {
		// Nothing outlives a job: what is on the disk is complete at every moment.
	},
};

/** Runs what changes the packs, and tells every tab. */
async function changing<T>(work: (store: PackStore) => Promise<T>): Promise<T> {
	try {
		return await work(await packStore());
	} finally {
		announceChange();
	}
}

async function find(store: PackStore, id: string) {
	const pack = (await store.installed()).find((one) => one.id === id);
	if (!pack) throw new PackError('not-found', `the pack ${id} is not installed`);
	return pack;
}

expose(api);

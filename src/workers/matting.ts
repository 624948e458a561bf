import { expose, transfer, transferHandlers } from 'comlink';
import { canCutOut, MATTING_MODEL } from '$lib/domain/matting';
import { PackError } from '$lib/domain/pack';
import type { BackendChoice } from '$lib/domain/runtime';
import { carryErrors } from '$lib/domain/wire-error';
import { cutOut } from '$lib/matting/cut-out';
import { createRuntime } from '$lib/runtime/create-runtime';
import type { OpenNetwork, PackRuntime } from '$lib/runtime/runtime';
import { browserSelfTestStore } from '$lib/runtime/self-test-store';
import type { MattingApi } from './api';
import { pixelsOf } from './bitmap-pixels';
import { Jobs } from './jobs';
import { packStore } from './pack-store';

carryErrors(transferHandlers);

interface Opened {
	/** What stands for an open: asking for the same again costs nothing. */
	readonly asked: string;
	readonly runtime: PackRuntime;
	readonly network: OpenNetwork;
}

/** Shares of the progress: the runtime, then the network. */
const RUNTIME_SHARE = 0.3;
const OPEN_SHARE = 0.5;

const jobs = new Jobs();
let opened: Opened | null = null;

const api: MattingApi = {
	cutOut: (job, pack, choice, picture, onProgress) =>
		jobs.run(job, onProgress, async (signal, report) => {
			const pixels = pixelsOf(picture);
			const tell = (fraction: number) => report({ stage: 'matte', fraction });
			const { network } = await open(pack, choice, tell, signal);
			const whole = { x: 0, y: 0, width: pixels.width, height: pixels.height };
			const { width, height, data } = await cutOut(network, pixels, whole, signal);
			tell(1);
			return transfer({ width, height, data }, [data.buffer]);
		}),
	cancel: (job) => jobs.cancel(job),
	dispose: () => close(),
};

/** @throws PackError 'not-found' and 'corrupt' where the pack is not there whole; RuntimeError */
async function open(
	id: string,
	choice: BackendChoice,
	report: (fraction: number) => void,
	signal: AbortSignal,
): Promise<Opened> {
	const packs = await packStore();
	const pack = (await packs.installed()).find((one) => one.id === id);
	if (!pack) throw new PackError('not-found', `the pack ${id} is not installed`);
	const { models, files } = pack.manifest;
	if (!canCutOut(pack)) throw new PackError('corrupt', `the pack ${id} is damaged`);
	const { graph: path } = models[MATTING_MODEL];
	const sha256 = files.find((file) => file.path === path)!.sha256;
	const asked = `${choice} ${sha256}`;
	if (opened?.asked === asked) return opened;
	await close();
	const runtime = await createRuntime({
		choice,
		models: (name) => {
			throw new Error(`a pack has no built-in model ${name}`);
		},
		store: browserSelfTestStore,
		onProgress: ({ fraction }) => report(RUNTIME_SHARE * fraction),
		signal,
	});
	try {
		const graph = new Uint8Array(await (await packs.file(id, path)).arrayBuffer());
		const network = await runtime.openNetwork(MATTING_MODEL, { graph, shards: [] }, signal);
		opened = { asked, runtime, network };
	} catch (error) {
		await runtime.dispose();
		throw error;
	}
	report(OPEN_SHARE);
	await packs.touch(id);
	return opened;
}

async function close(): Promise<void> {
	const last = opened;
	opened = null;
	if (!last) return;
	await last.network.close();
	await last.runtime.dispose();
}

expose(api);

import { PackError, type PackManifest } from '$lib/domain/pack';
import type {
	DeviceTensor,
	HostTensor,
	NetworkFiles,
	NetworkRuntime,
	OpenNetwork,
} from '$lib/runtime/runtime';
import { scaleGraph, stepGraph, type StepForm } from './schedulers/step-graph';

/** Files of a pack; the store's, or those of a folder. */
export type ReadPackFile = (path: string) => Promise<Blob>;

export type Feeds = Readonly<Record<string, HostTensor | DeviceTensor>>;
export type Outputs = Readonly<Record<string, DeviceTensor>>;

/** Networks that are needed once for a prompt or a face. */
const OCCASIONAL: readonly string[] = [
	'text-encoder',
	'face-backbone',
	'image-encoder',
	'identity',
];
/** With little memory one network of more weights than this is open at a time. */
const LARGE_BYTES = 64e6;

/** The networks of a pack, opened when they are first needed, and the small ones that steps are made of. */
export class PackNetworks {
	readonly #runtime: NetworkRuntime;
	readonly #manifest: PackManifest;
	readonly #read: ReadPackFile;
	readonly #saveMemory: boolean;
	readonly #open = new Map<string, Promise<OpenNetwork>>();

	constructor(
		runtime: NetworkRuntime,
		manifest: PackManifest,
		read: ReadPackFile,
		saveMemory: boolean,
	) {
		this.#runtime = runtime;
		this.#manifest = manifest;
		this.#read = read;
		this.#saveMemory = saveMemory;
	}

	has(name: string): boolean {
		return name in this.#manifest.models;
	}

	/** Opens a network in advance. @throws PackError 'unsupported' for one that the pack does not have */
	async prepare(name: string, signal?: AbortSignal): Promise<void> {
		await this.#get(name, () => this.#files(name), signal);
	}

	/** Runs a network. The outputs are the caller's. */
	async run(name: string, feeds: Feeds, signal?: AbortSignal): Promise<Outputs> {
		const network = await this.#get(name, () => this.#files(name), signal);
		return network.run(feeds, signal);
	}

	/** Closes the networks that are needed once for a prompt or a face, when it is done. */
	async closeOccasional(): Promise<void> {
		for (const name of OCCASIONAL) await this.#close(name);
	}

	/** Runs a network of one input and one output, whatever their names are: those that came as ONNX models. */
	async runSingle(name: string, input: HostTensor, signal?: AbortSignal): Promise<DeviceTensor> {
		const network = await this.#get(name, () => this.#files(name), signal);
		const outputs = await network.run({ [network.inputs[0]]: input }, signal);
		const [first, ...others] = Object.values(outputs);
		for (const other of others) other.dispose();
		return first;
	}

	/** A step of a sampler: see step-graph.ts. */
	async step(form: StepForm, feeds: Feeds, signal?: AbortSignal): Promise<Outputs> {
		const files = async () => small(stepGraph(form));
		return (await this.#get(`step ${JSON.stringify(form)}`, files, signal)).run(feeds, signal);
	}

	/** Latents times a factor: see step-graph.ts. */
	async scale(
		{ guided, activation }: Pick<StepForm, 'guided' | 'activation'>,
		feeds: Feeds,
		signal?: AbortSignal,
	): Promise<Outputs> {
		const files = async () => small(scaleGraph(guided, activation));
		return (await this.#get(`scale ${guided} ${activation}`, files, signal)).run(feeds, signal);
	}

	async close(): Promise<void> {
		for (const name of [...this.#open.keys()]) await this.#close(name);
	}

	/** A failure is forgotten, so that a retry works. */
	async #get(
		name: string,
		files: () => Promise<NetworkFiles>,
		signal?: AbortSignal,
	): Promise<OpenNetwork> {
		const open = this.#open.get(name);
		if (open) return open;
		if (this.#saveMemory && this.#isLarge(name)) {
			for (const other of [...this.#open.keys()]) {
				if (this.#isLarge(other)) await this.#close(other);
			}
		}
		const opening = files().then((found) => this.#runtime.openNetwork(name, found, signal));
		this.#open.set(name, opening);
		opening.catch(() => this.#open.delete(name));
		return opening;
	}

	async #close(name: string): Promise<void> {
		const open = this.#open.get(name);
		this.#open.delete(name);
		await (await open)?.close();
	}

	#isLarge(name: string): boolean {
		const { models, files } = this.#manifest;
		const shards = models[name]?.shards ?? [];
		const bytes = files.filter(({ path }) => shards.includes(path)).map((file) => file.bytes);
		return bytes.reduce((a, b) => a + b, 0) > LARGE_BYTES;
	}

	async #files(name: string): Promise<NetworkFiles> {
		const { id, models } = this.#manifest;
		if (!this.has(name)) throw new PackError('unsupported', `pack ${id} has no network ${name}`);
		const { graph, shards } = models[name];
		const [bytes, ...data] = await Promise.all([graph, ...shards].map((path) => this.#read(path)));
		return {
			graph: new Uint8Array(await bytes.arrayBuffer()),
			shards: shards.map((path, i) => ({ path, data: data[i] })),
		};
	}
}

function small(graph: Uint8Array): NetworkFiles {
	return { graph, shards: [] };
}

/** Gives back all tensors. */
export function dispose(...all: readonly Outputs[]): void {
	for (const outputs of all) for (const tensor of Object.values(outputs)) tensor.dispose();
}

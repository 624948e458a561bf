/** Kernel launches and bytes of a graph on onnxruntime's WebGPU provider, counted from its own profile. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InferenceSession, type Tensor } from 'onnxruntime-node';

export interface Counts {
	readonly launches: number;
	/** Of activations that kernels read and write. */
	readonly bytes: number;
	/** Launches by operator. */
	readonly operators: ReadonlyMap<string, number>;
}

interface TraceEvent {
	readonly cat: string;
	readonly name: string;
	readonly ts: number;
	readonly args: Readonly<Record<string, string>>;
}

/** These move no bytes: what they give is what they take, under another shape. */
const FREE = new Set(['Reshape', 'Shape', 'Identity']);

/** Of one run, after another one that warms up. Strict: a node on the CPU fails. */
export async function count(
	model: Uint8Array,
	feeds: Readonly<Record<string, Tensor>>,
): Promise<Counts> {
	const folder = await mkdtemp(path.join(tmpdir(), 'launches-'));
	try {
		const session = await InferenceSession.create(model, {
			executionProviders: [{ name: 'webgpu' }],
			enableProfiling: true,
			profileFilePrefix: path.join(folder, 'profile'),
			extra: { session: { disable_cpu_ep_fallback: '1' } },
		});
		await session.run(feeds);
		await session.run(feeds);
		session.endProfiling();
		await session.release();
		const [file] = await readdir(folder);
		return summarise(JSON.parse(await readFile(path.join(folder, file), 'utf8')));
	} finally {
		await rm(folder, { recursive: true });
	}
}

function summarise(events: readonly TraceEvent[]): Counts {
	const last = events.findLast(({ name }) => name === 'model_run')!;
	const run = events.filter(({ ts }) => ts >= last.ts);
	const operators = new Map<string, number>();
	const launches = run.filter(({ cat }) => cat === 'Api');
	for (const { name } of launches) {
		const operator = name.split('&')[1];
		operators.set(operator, (operators.get(operator) ?? 0) + 1);
	}
	const bytes = run
		.filter(({ cat, args }) => cat === 'Node' && !FREE.has(args.op_name))
		.reduce((sum, { args }) => sum + Number(args.activation_size) + Number(args.output_size), 0);
	return { launches: launches.length, bytes, operators };
}

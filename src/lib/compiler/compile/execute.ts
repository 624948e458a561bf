import type { Rows } from '../checkpoint';
import type { PackManifest } from '$lib/domain/pack';
import { ChunkReader } from './chunk-reader';
import { baseName } from './component';
import type { CompileProgress, PackSink, PackWrite } from './contract';
import { encodeStep } from './encode-step';
import { COMPILER, type PackPlan } from './plan';
import { STEP_BYTES, type Step } from './steps';

/**
 * Does what a plan says, from the first step that the sink has not committed. While a step is committed the next
 * one is computed. @throws CompileError; what sources and sink throw; signal.reason
 */
export async function executePlan(
	plan: PackPlan,
	sink: PackSink,
	onProgress: (progress: CompileProgress) => void,
	signal?: AbortSignal,
): Promise<PackManifest> {
	let step = sink.committed;
	const tasks = [...weightTasks(plan, step, signal), ...fileTasks(plan, signal)];
	await release(plan, plan.steps[step - 1]);
	let committing: Promise<void> = Promise.resolve();
	try {
		for (; step < tasks.length; step++) {
			signal?.throwIfAborted();
			const { name, writes } = tasks[step];
			onProgress({ step, steps: tasks.length, current: name });
			const bytes = await writes();
			await committing;
			committing = commit(plan, sink, step, bytes);
			// Awaited before the next commit: until then its error is not unhandled.
			committing.catch(() => undefined);
		}
	} finally {
		await committing;
	}
	onProgress({ step, steps: tasks.length, current: 'pack.json' });
	for (const { source } of plan.input.files) await source.release?.(source.size);
	return manifest(plan, sink, signal);
}

interface Task {
	readonly name: string;
	readonly writes: () => Promise<PackWrite[]>;
}

/** @param first step that will be asked for */
function weightTasks({ steps }: PackPlan, first: number, signal?: AbortSignal): Task[] {
	const reader = new ChunkReader(steps.slice(first), signal);
	return steps.map((step) => ({
		name: step.parts[0].weight.spec.name,
		writes: () => encodeStep(step, reader, signal),
	}));
}

/** Graphs, and files that are kept as they are. */
function fileTasks({ graphs, copies }: PackPlan, signal?: AbortSignal): Task[] {
	return [
		...graphs.map(({ path, bytes }) => ({
			name: path,
			writes: async () => [{ file: path, offset: 0, bytes }],
		})),
		...copies.flatMap(({ path, source }) =>
			pieces(source.size).map(({ begin, end }) => ({
				name: path,
				writes: async () => [
					{ file: baseName(path), offset: begin, bytes: await source.read(begin, end, signal) },
				],
			})),
		),
	];
}

/** An empty file is one piece too. */
function pieces(size: number): Rows[] {
	return Array.from({ length: Math.max(1, Math.ceil(size / STEP_BYTES)) }, (_, i) => ({
		begin: i * STEP_BYTES,
		end: Math.min(size, (i + 1) * STEP_BYTES),
	}));
}

async function commit(plan: PackPlan, sink: PackSink, step: number, writes: readonly PackWrite[]) {
	await sink.commit(step, writes);
	await release(plan, plan.steps[step]);
}

async function release({ input }: PackPlan, step: Step | undefined): Promise<void> {
	for (const [file, before] of step?.release ?? [])
		await input.files[file].source.release?.(before);
}

async function manifest(
	plan: PackPlan,
	sink: PackSink,
	signal?: AbortSignal,
): Promise<PackManifest> {
	const { pack, files } = plan.input;
	const paths = [
		...new Set([...plan.shards.values()].flat()),
		...plan.graphs.map(({ path }) => path),
		...plan.copies.map(({ path }) => baseName(path)),
	];
	const written = [];
	for (const path of paths) written.push({ path, ...(await sink.digest(path, signal)) });
	const sources = [];
	for (const { component, repo, commit, path, source, sha256 } of files) {
		sources.push({
			component: component.id,
			repo,
			commit,
			path,
			bytes: source.size,
			sha256: await sha256(),
			licence: component.licence,
		});
	}
	return {
		format: 1,
		id: pack.id,
		compiler: COMPILER,
		sources,
		files: written,
		models: Object.fromEntries([
			...[...plan.shards].map(([{ name }, shards]) => [
				name,
				{ graph: `${name}.onnx`, shards: [...shards] },
			]),
			...plan.copies
				.filter(({ path }) => path.endsWith('.onnx'))
				.map(({ component, path }) => [component.role, { graph: baseName(path), shards: [] }]),
		]),
		settings: plan.settings,
	};
}

/** Compiled packs in memory, opened as the app opens them. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { compilePack } from '../../../src/lib/compiler/compile/compile';
import type { PackManifest } from '../../../src/lib/domain/pack';
import type { Array32, Indices } from '../../golden/case';
import { MemorySink } from './memory-sink';
import { tinyInput } from './tiny-pack';

export type Feeds = Readonly<Record<string, Array32 | Indices>>;

/** Runs models of a pack. */
export class Pack {
	private constructor(
		readonly manifest: PackManifest,
		readonly files: ReadonlyMap<string, Uint8Array>,
	) {}

	static async compile(...input: Parameters<typeof tinyInput>): Promise<Pack> {
		const sink = new MemorySink();
		const manifest = await compilePack(await tinyInput(...input), sink, () => {});
		return new Pack(manifest, sink.files);
	}

	async run(model: string, feeds: Feeds): Promise<Record<string, Array32>> {
		const { graph, shards } = this.manifest.models[model];
		const session = await InferenceSession.create(this.files.get(graph)!, {
			externalData: shards.map((path) => ({ path, data: this.files.get(path)! })),
		});
		const inputs = Object.entries(feeds).map(([name, { data, dims }]) => {
			if (data instanceof Float32Array) return [name, new Tensor('float32', data, dims)] as const;
			if (data instanceof Int32Array) return [name, new Tensor('int32', data, dims)] as const;
			return [name, new Tensor('int64', data, dims)] as const;
		});
		const outputs = await session.run(Object.fromEntries(inputs));
		await session.release();
		return Object.fromEntries(
			Object.entries(outputs).map(([name, { dims, data }]) => [
				name,
				{ dims, data: data as Float32Array },
			]),
		);
	}
}

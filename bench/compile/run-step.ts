/** Runs one step of a pack's UNet at 256 x 256 and writes the prediction: unet-step.ts starts it. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { readUnetConfig } from '../../src/lib/compiler/models/unet/config';
import {
	grids,
	PREDICTION,
	SAMPLE,
	TEXT,
	TIMESTEP,
} from '../../src/lib/compiler/models/unet/ports';
import { timestepEmbedding } from '../../src/lib/compiler/models/unet/timestep';
import { attentionLevels, unetTopology } from '../../src/lib/compiler/models/unet/topology';

const SIDE = 32;
const [folder, out] = process.argv.slice(2);

const config = readUnetConfig({ cross_attention_dim: 768 });
const text = await run('text-conditioning-sliced', {
	[TEXT]: waves([1, 77, 768]),
});
const levels = Object.entries(grids(attentionLevels(unetTopology(config)), SIDE, SIDE));
const time = timestepEmbedding(499, config);
const outputs = await run('unet-sliced', {
	[SAMPLE]: waves([1, 4, SIDE, SIDE]),
	[TIMESTEP]: new Tensor('float32', Float32Array.from(time), [1, time.length]),
	...Object.fromEntries(levels.map(([name, shape]) => [name, new Tensor('int64', shape, [4])])),
	...text,
});
writeFileSync(out, new Uint8Array((outputs[PREDICTION].data as Float32Array).buffer));

/** Shards are found by their names beside the graph. */
async function run(model: string, feeds: Record<string, Tensor>) {
	const session = await InferenceSession.create(path.join(folder, `${model}.onnx`));
	const outputs = await session.run(feeds);
	await session.release();
	return outputs;
}

/** Numbers of about a normal spread, the same in every run. */
function waves(dims: readonly number[]): Tensor {
	const data = Float32Array.from(
		{ length: dims.reduce((a, b) => a * b, 1) },
		(_, i) => 1.4 * Math.sin(i * i * 0.37 + i),
	);
	return new Tensor('float32', data, dims);
}

/** UNet2DConditionModel as a graph, with the keys and values of cross-attention as inputs. */
import { silu } from '../../layers/activation';
import { conv } from '../../layers/conv';
import { groupNorm } from '../../layers/norm';
import type { Value } from '../../graph/builder';
import type { Network } from '../../graph/network';
import type { UnetConfig } from './config';
import { inputContext } from './context';
import { identityMode, PREDICTION, SAMPLE } from './ports';
import { downsample, resnet, upsample } from './resnet';
import { checkTensors, unetTensors } from './tensors';
import { timeEmbedding, timeBiases } from './time-embedding';
import { resnetModules, unetTopology, type Stage } from './topology';
import { transformer } from './transformer';

export interface UnetOptions {
	/** Takes the keys and values of an identity besides those of the text. */
	readonly identity: boolean;
	/** Takes several identities, with masks that tell where each acts. False by default. */
	readonly regions?: boolean;
	/** Is told what modules compute, by path: for tests that compare inner values. */
	readonly watch?: (path: string, value: Value) => void;
}

/**
 * Adds the network with its inputs and its output (ports.ts) to the graph.
 * @throws CompileError where the checkpoint does not have the tensors of the configuration
 */
export function buildUnet(net: Network, config: UnetConfig, options: UnetOptions): void {
	const { graph } = net;
	const { activation } = net.options;
	checkTensors(net.checkpoint, unetTensors(config));
	const topology = unetTopology(config);
	const watch = options.watch ?? (() => {});
	const context = inputContext(net, topology, identityMode(options));

	// 1. Time.
	const sample = graph.input(SAMPLE, activation, ['batch', config.inChannels, 'height', 'width']);
	const embedding = timeEmbedding(net, config);
	const biases = timeBiases(net, embedding, resnetModules(topology));

	const stage = (x: Value, { resnet: module, transformer: attentions }: Stage): Value => {
		const hidden = resnet(net, x, biases.get(module.path)!, module, config);
		watch(module.path, hidden);
		if (!attentions) return hidden;
		const attended = transformer(net, hidden, context, attentions, config);
		watch(attentions.path, attended);
		return attended;
	};

	// 2. Down, keeping the skips.
	let hidden = conv(net, sample, 'conv_in');
	watch('conv_in', hidden);
	const skips = [hidden];
	for (const { path, stages, resampler } of topology.down) {
		for (const each of stages) {
			hidden = stage(hidden, each);
			skips.push(hidden);
		}
		if (resampler) {
			hidden = downsample(net, hidden, resampler);
			skips.push(hidden);
		}
		watch(path, hidden);
	}

	// 3. The middle.
	for (const each of topology.mid?.stages ?? []) hidden = stage(hidden, each);
	if (topology.mid) watch(topology.mid.path, hidden);

	// 4. Up, joining the skips, last first.
	for (const { path, stages, resampler } of topology.up) {
		for (const each of stages) {
			const skip = skips.pop()!;
			hidden = stage(graph.node('Concat', [hidden, skip], { axis: 1 }), each);
		}
		if (resampler) hidden = upsample(net, hidden, resampler);
		watch(path, hidden);
	}

	// 5. Out.
	const normed = groupNorm(net, hidden, 'conv_norm_out', config.groups, config.epsilon);
	watch('conv_norm_out', normed);
	const prediction = conv(net, silu(net, normed), 'conv_out');
	graph.output(prediction, PREDICTION, ['batch', config.outChannels, 'height', 'width']);
}

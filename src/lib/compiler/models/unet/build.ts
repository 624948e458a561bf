/** UNet2DConditionModel as a graph, with the keys and values of cross-attention as inputs. */
import { conv } from '../../layers/conv';
import { groupNorm } from '../../layers/group-norm';
import { Residual } from '../../layers/residual';
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
	const context = inputContext(net, topology, identityMode(options));
	const watched: [string, Residual][] = [];
	const watch = (path: string, value: Residual) => void watched.push([path, value]);

	// 1. Time.
	const sample = graph.input(SAMPLE, activation, ['batch', config.inChannels, 'height', 'width']);
	const embedding = timeEmbedding(net, config);
	const biases = timeBiases(net, embedding, resnetModules(topology));

	const stage = (x: Residual, { resnet: module, transformer: attentions }: Stage): Residual => {
		const hidden = resnet(net, x, biases.get(module.path)!, module, config);
		watch(module.path, hidden);
		if (!attentions) return hidden;
		const attended = transformer(net, hidden, context, attentions, config);
		watch(attentions.path, attended);
		return attended;
	};

	// 2. Down, keeping the skips.
	let hidden = new Residual(net, '', [conv(net, sample, 'conv_in')]);
	watch('conv_in', hidden);
	const skips = [hidden];
	for (const { path, stages, resampler } of topology.down) {
		for (const each of stages) {
			hidden = stage(hidden, each);
			skips.push(hidden);
		}
		if (resampler) {
			hidden = new Residual(net, path, [downsample(net, hidden.sum, resampler)]);
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
			const joined = graph.node('Concat', [hidden.sum, skip.sum], { axis: 1 });
			hidden = stage(new Residual(net, path, [joined]), each);
		}
		if (resampler) hidden = new Residual(net, path, [upsample(net, hidden.sum, resampler)]);
		watch(path, hidden);
	}

	// 5. Out.
	const norm = { groups: config.groups, epsilon: config.epsilon };
	const normed = hidden.normed('conv_norm_out', { ...norm, silu: true });
	graph.output(conv(net, normed, 'conv_out'), PREDICTION, [
		'batch',
		config.outChannels,
		'height',
		'width',
	]);

	// 6. What tests look at: last, since it makes values that the network itself does not need.
	if (!options.watch) return;
	for (const [path, value] of watched) options.watch(path, value.sum);
	options.watch('conv_norm_out', groupNorm(net, hidden.sum, 'conv_norm_out', norm));
}

import * as v from 'valibot';
import type { SamplerId } from '$lib/domain/generated';
import { PackError, type PackManifest } from '$lib/domain/pack';
import { IDENTITIES, PackSchema } from '$lib/domain/pack-catalogue';
import type { Prediction } from './schedulers/scheduler';

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65536));
const positive = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65536));

/** What a manifest must say before anything is made of it; imported packs may say anything. */
const Settings = v.object({
	activation: v.picklist(['float32', 'float16']),
	unet: v.object({
		inChannels: positive,
		outChannels: positive,
		levels: v.pipe(
			v.array(
				v.object({
					channels: positive,
					layers: positive,
					downDepth: count,
					upDepth: count,
					heads: positive,
				}),
			),
			v.minLength(1),
			v.maxLength(8),
		),
		midDepth: v.nullable(count),
		contextWidth: positive,
		groups: positive,
		epsilon: v.number(),
		linearProjection: v.boolean(),
		guidanceWidth: v.nullable(v.pipe(positive, v.multipleOf(2))),
		flipSinToCos: v.boolean(),
		frequencyShift: v.number(),
	}),
	sampling: v.object({ ...PackSchema.entries.sampling.wrapped.entries, config: v.unknown() }),
	text: v.nullable(
		v.object({
			tokens: v.pipe(v.number(), v.integer(), v.minValue(3), v.maxValue(1024)),
			width: positive,
			tokenizer: v.array(v.string()),
		}),
	),
	identity: v.object({
		kind: v.picklist(IDENTITIES),
		tokens: count,
		layers: count,
		scale: v.number(),
		structure: v.boolean(),
	}),
	latents: v.object({
		channels: positive,
		scaling: v.pipe(v.number(), v.gtValue(0)),
		factor: positive,
		autoencoder: v.picklist(['taesd', 'kl', 'none']),
	}),
	sizes: v.object({ least: positive, most: positive, step: positive }),
	ports: v.record(
		v.string(),
		v.object({
			inputs: v.array(
				v.object({
					name: v.string(),
					dims: v.nullable(v.array(v.union([v.number(), v.string()]))),
				}),
			),
		}),
	),
});

const SchedulerConfig = v.object({
	prediction_type: v.optional(v.picklist(['epsilon', 'v_prediction']), 'epsilon'),
	timestep_spacing: v.optional(v.picklist(['leading', 'trailing', 'linspace'])),
});

export interface PipelineSettings extends v.InferOutput<typeof Settings> {
	readonly sampler: SamplerId;
	readonly prediction: Prediction;
}

/** The last length of an input. @throws PackError 'unsafe' where the pack does not tell */
export function widthOf({ ports }: PipelineSettings, model: string, port: string): number {
	const input = ports[model]?.inputs.find(({ name }) => name === port);
	const width = input?.dims?.at(-1);
	if (typeof width === 'number' && width > 0) return width;
	throw new PackError('unsafe', `the pack does not tell how wide ${port} of ${model} is`);
}

/** What a pack says about its networks. @throws PackError 'unsafe' where it is not what a compiler wrote */
export function readSettings({ id, settings }: PackManifest): PipelineSettings {
	const parsed = v.safeParse(Settings, settings);
	if (!parsed.success) {
		const where = v.getDotPath(parsed.issues[0]) ?? '';
		throw new PackError('unsafe', `settings of pack ${id}: ${where} ${parsed.issues[0].message}`);
	}
	const { sampling } = parsed.output;
	const config = v.safeParse(SchedulerConfig, sampling.config ?? {});
	if (!config.success) {
		throw new PackError('unsupported', `pack ${id}: ${config.issues[0].message}`);
	}
	return {
		...parsed.output,
		sampler: samplerOf(sampling, config.output.timestep_spacing),
		prediction: config.output.prediction_type,
	};
}

/** Few-step models are made for timesteps counted from the end, others for what their configuration says. */
function samplerOf(
	{ scheduler, steps }: PipelineSettings['sampling'],
	spacing: v.InferOutput<typeof SchedulerConfig>['timestep_spacing'],
): SamplerId {
	switch (scheduler) {
		case 'euler':
			return `euler-${spacing ?? (steps <= 8 ? 'trailing' : 'linspace')}`;
		case 'dpm++2m':
			return 'dpmpp-2m';
		default:
			return scheduler;
	}
}

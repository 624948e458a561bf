import * as v from 'valibot';
import type { PackEntry } from '$lib/domain/pack-catalogue';
import { CompileError } from '../error';
import { Network, type NetworkOptions } from '../graph/network';
import { CLIP_VIT_H, clipVision, readClipVisionConfig } from '../models/clip-vision';
import { curricularFace } from '../models/curricular-face';
import { faceIdProjection } from '../models/faceid-projection';
import { plusProjection } from '../models/plus-projection';
import { resampler } from '../models/resampler';
import { buildIdentityConditioning } from '../models/unet/conditioning';
import type { UnetConfig } from '../models/unet/config';
import { readIdentityAdapter, type IdentityAdapter } from '../models/unet/identity-adapter';
import { uniPortraitProjection } from '../models/uniportrait-projection';
import { withRole, type OpenedComponent } from './component';
import { packModel, type PackModel } from './model';
import type { IdentitySettings } from './settings';
import { ATTENTION_FORMS } from './unet';

type Kind = PackEntry['identity'];

/** What an identity adapter is built of. */
export interface IdentityParts {
	readonly found: OpenedComponent;
	readonly adapter: IdentityAdapter;
}

/** How strongly the authors' own interfaces apply their adapters. */
const SCALES: Readonly<Record<Kind, number>> = {
	none: 0,
	uniportrait: 0.7,
	faceid: 0.7,
	'faceid-plus': 0.7,
	'faceid-plus-v2': 0.7,
	'plus-face': 0.7,
};

/** @throws CompileError where the pack's adapter is not there, or not for its UNet */
export function findIdentity(
	kind: Kind,
	components: readonly OpenedComponent[],
	config: UnetConfig,
): IdentityParts | null {
	if (kind === 'none') return null;
	const [found] = withRole(components, 'identity');
	if (!found)
		throw new CompileError('missing', `the pack has no adapter for its identity, ${kind}`);
	return { found, adapter: readIdentityAdapter(found.checkpoint, config) };
}

/** The networks between a face and the UNet. */
export function identityModels(
	kind: Kind,
	parts: IdentityParts | null,
	config: UnetConfig,
	components: readonly OpenedComponent[],
	options: NetworkOptions,
): { models: PackModel[]; settings: IdentitySettings } {
	const none = { kind: 'none', tokens: 0, layers: 0, scale: 0, structure: false } as const;
	if (!parts) return { models: [], settings: none };
	const { found, adapter } = parts;
	const [backbone] = withRole(components, 'face-backbone');
	const [encoder] = withRole(components, 'image-encoder');
	const structure = kind === 'uniportrait' && encoder !== undefined;

	// 1. From what is seen of the face to tokens.
	const projection = project(kind, found, structure, options);
	const [, tokens, width] = projection.graph.build('identity').outputs[0].dims!;
	if (width !== config.contextWidth) {
		const message = `${found.raw.label}: its projection gives tokens ${width} wide, its layers take ${config.contextWidth}`;
		throw new CompileError('mismatch', message);
	}
	const models = [packModel('identity', projection, [found])];
	// 2. From tokens to keys and values.
	for (const attention of ATTENTION_FORMS) {
		const net = new Network(adapter.checkpoint, { ...options, attention });
		buildIdentityConditioning(net, config, adapter, { regions: false });
		const name = `identity-conditioning-${attention}`;
		models.push(packModel(name, net, [found], { family: 'identity-conditioning' }));
	}
	// 3. From the picture of the face to what is seen of it.
	if (backbone && kind === 'uniportrait') {
		const network = curricularFace(backbone.checkpoint, options, { structure });
		models.push(packModel('face-backbone', network, [backbone]));
	}
	if (encoder) {
		const vision = encoder.config ? readClipVisionConfig(encoder.config) : CLIP_VIT_H;
		models.push(
			packModel('image-encoder', clipVision(encoder.checkpoint, options, vision), [encoder]),
		);
	}
	requireModels(kind, models);
	return {
		models,
		settings: {
			kind,
			tokens: tokens as number,
			layers: adapter.layers.filter(({ module }) => module.kind === 'cross').length,
			scale: SCALES[kind],
			structure,
		},
	};
}

function project(
	kind: Kind,
	{ checkpoint, config }: OpenedComponent,
	structure: boolean,
	options: NetworkOptions,
): Network {
	const { head_width: headWidth } = v.parse(AdapterJson, config ?? {});
	switch (kind) {
		case 'uniportrait':
			return uniPortraitProjection(checkpoint, options, { structure, headWidth });
		case 'faceid':
			return faceIdProjection(checkpoint, options);
		case 'faceid-plus':
		case 'faceid-plus-v2': {
			const shortcut = kind === 'faceid-plus-v2';
			return plusProjection(checkpoint, options, { shortcut, headWidth });
		}
		default:
			return resampler(checkpoint, options, headWidth);
	}
}

/** Published adapters come without a config.json and have heads of 64; smaller ones may say so. */
const AdapterJson = v.object({
	head_width: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});

/** What the kinds need besides their projection; the embedding of ArcFace comes as an ONNX model that is copied. */
const NEEDED: Readonly<Partial<Record<Kind, readonly string[]>>> = {
	uniportrait: ['face-backbone'],
	'faceid-plus': ['image-encoder'],
	'faceid-plus-v2': ['image-encoder'],
	'plus-face': ['image-encoder'],
};

function requireModels(kind: Kind, models: readonly PackModel[]): void {
	for (const role of NEEDED[kind] ?? []) {
		if (models.some(({ name }) => name === role)) continue;
		throw new CompileError('missing', `identity ${kind} needs a component of the role ${role}`);
	}
}

import { readFile } from 'node:fs/promises';
import type { BuiltinModel, BuiltinName } from '../../src/lib/runtime/catalogue';
import type { Graph } from '../onnx/encode';
import { Network, type Value } from '../onnx/network';
import { importTfjs } from '../tfjs/import';
import { readTfjs } from '../tfjs/model';
import { importTflite } from '../tflite/import';
import { readTflite } from '../tflite/model';

const HUMAN = '@vladmandic/human';
const SELFIE = '@mediapipe/selfie_segmentation';
const MEDIAPIPE_NOTE =
	'A model of MediaPipe (Google), whose model cards state Apache-2.0. Converted by the npm package, which is MIT and names no licence for each model.';

/** What a person has to know of a model besides its bytes. */
interface Description extends Pick<
	BuiltinModel,
	'title' | 'licence' | 'licenceNote' | 'commercialUse'
> {
	readonly package: string;
	/** Relative to the package. */
	readonly file: string;
	readonly url: string;
	/** Store convolution weights in half precision. */
	readonly halfWeights: boolean;
	readonly input: { readonly shape: readonly [number, number, number]; readonly meaning: string };
	/** Names and meanings of the outputs that we keep. */
	readonly outputs: Readonly<Record<string, string>>;
}

export interface BuiltinSource extends Description {
	readonly name: BuiltinName;
	/** Computes the kept outputs, by name, from the image. */
	connect(net: Network, file: string, image: Value): Promise<Readonly<Record<string, Value>>>;
}

type Nodes = (node: string) => Value;

/** A tfjs model whose outputs are picked from its nodes. */
function tfjs(
	name: BuiltinName,
	description: Omit<Description, 'package'>,
	pick: (node: Nodes, net: Network) => Readonly<Record<string, Value>>,
): BuiltinSource {
	return {
		...description,
		name,
		package: HUMAN,
		connect: async (net, file, image) => pick(importTfjs(net, await readTfjs(file), image), net),
	};
}

export const BUILTIN_SOURCES: readonly BuiltinSource[] = [
	tfjs(
		'blazeface',
		{
			title: 'BlazeFace (back camera)',
			file: 'models/blazeface.json',
			url: 'https://github.com/vladmandic/human/wiki/Models',
			licence: 'Apache-2.0',
			licenceNote: MEDIAPIPE_NOTE,
			commercialUse: true,
			halfWeights: true,
			input: { shape: [256, 256, 3], meaning: 'RGB, -1..1 (value / 127.5 - 1)' },
			outputs: {
				scores:
					'Logit of each anchor: 512 of the 16x16 grid (row by row, 2 a cell), then 384 of the 8x8 grid (6 a cell); sigmoid gives the confidence',
				boxes:
					'Of each anchor, in input pixels relative to the centre of its cell: centre x, y, width, height, then x, y of right eye, left eye, nose tip, mouth, right ear, left ear',
			},
		},
		(node, net) => ({
			scores: net.reshape(net.concat([node('Identity'), node('Identity_1')], 1), [1, 896]),
			boxes: net.concat([node('Identity_2'), node('Identity_3')], 1),
		}),
	),
	tfjs(
		'facemesh',
		{
			title: 'Face Mesh',
			file: 'models/facemesh.json',
			url: 'https://github.com/vladmandic/human/wiki/Models',
			licence: 'Apache-2.0',
			licenceNote: MEDIAPIPE_NOTE,
			commercialUse: true,
			halfWeights: true,
			input: {
				shape: [192, 192, 3],
				meaning: 'RGB, 0..1: an upright face with a margin of about a quarter on each side',
			},
			outputs: {
				mesh: '468 points (x, y, z) in input pixels; smaller z is nearer to the camera',
				presence: 'Confidence that the picture shows a face, 0..1 (sigmoid is applied)',
			},
		},
		(node) => ({ mesh: node('Identity_2'), presence: node('Identity_1') }),
	),
	tfjs(
		'iris',
		{
			title: 'Iris',
			file: 'models/iris.json',
			url: 'https://github.com/vladmandic/human/wiki/Models',
			licence: 'Apache-2.0',
			licenceNote: MEDIAPIPE_NOTE,
			commercialUse: true,
			halfWeights: true,
			input: {
				shape: [64, 64, 3],
				meaning:
					'RGB, 0..1: the eye at the left of the picture (mesh points 33 and 133) in a square of 2.3 times its width; the other eye mirrored',
			},
			outputs: {
				points:
					'76 points (x, y, z) in input pixels: 71 of the eye (0 outer corner, 8 inner corner) and brow, then iris centre, right, above, left, below',
			},
		},
		(node, net) => ({ points: net.reshape(node('Identity'), [1, 228]) }),
	),
	tfjs(
		'faceres',
		{
			title: 'HSE-FaceRes',
			file: 'models/faceres.json',
			url: 'https://github.com/HSE-asavchenko/HSE_FaceRec_tf',
			licence: 'Apache-2.0',
			licenceNote:
				'By A. Savchenko (HSE University; PeerJ Computer Science 5:e197, 2019), whose repository is under Apache-2.0. The npm package states no licence for it, and nothing is said of the terms of the photographs it was trained on (VGGFace2, collected for research).',
			commercialUse: true,
			halfWeights: true,
			input: { shape: [224, 224, 3], meaning: 'RGB, 0..255: an upright face' },
			outputs: { descriptor: '1024 numbers >= 0; compare by cosine' },
		},
		(node) => ({ descriptor: node('global_pooling/Mean') }),
	),
	{
		name: 'selfie',
		title: 'MediaPipe Selfie Segmentation (general)',
		package: SELFIE,
		file: 'selfie_segmentation.tflite',
		url: 'https://google.github.io/mediapipe/solutions/selfie_segmentation',
		licence: 'Apache-2.0',
		licenceNote: 'Stated in package.json of the npm package.',
		commercialUse: true,
		halfWeights: true,
		input: { shape: [256, 256, 3], meaning: 'RGB, 0..1' },
		outputs: { mask: 'Confidence that a pixel belongs to a person, 0..1' },
		connect: async (net, file, image) => {
			const [mask] = importTflite(net, readTflite(await readFile(file)), image);
			return { mask };
		},
	},
];

/** Imports one model from its file. Throws where an operator is unknown or the file is broken. */
export async function importBuiltin(source: BuiltinSource, file: string): Promise<Graph> {
	const net = new Network({ halfWeights: source.halfWeights });
	const image = net.input('image', source.input.shape);
	const outputs = await source.connect(net, file, image);
	for (const name of Object.keys(source.outputs)) net.output(outputs[name], name);
	return net.build(source.name, `${source.title}, ${source.licence}, from ${source.package}`);
}

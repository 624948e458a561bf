import type { Runtime, Tensors } from '$lib/runtime/runtime';

/** What a built-in network reads: size x size colours, each 0..255 channel as value x gain + bias. */
export interface Network {
	/** Catalogue name. */
	readonly model: string;
	readonly size: number;
	readonly order: 'rgb' | 'bgr';
	readonly gain: number;
	/** One for each channel, in the network's order. */
	readonly bias: readonly [number, number, number];
}

/** RGB as 0..1. */
const UNIT = { order: 'rgb', gain: 1 / 255, bias: [0, 0, 0] } as const;

/** BlazeFace (Bazarevsky 2019), the back-camera variant. */
export const DETECTOR: Network = {
	model: 'blazeface',
	size: 256,
	order: 'rgb',
	gain: 2 / 255,
	bias: [-1, -1, -1],
};
/** FaceMesh (Kartynnik 2019): 468 points and whether there is a face. */
export const MESH: Network = { model: 'facemesh', size: 192, ...UNIT };
/** Iris (Ablavatski 2020): 71 points of the eye's surroundings and 5 of the iris. */
export const IRIS: Network = { model: 'iris', size: 64, ...UNIT };
/**
 * HSE-FaceRes: a 1024-d descriptor. It was trained on BGR less the mean colour of ImageNet (Caffe's
 * habit); so fed, it tells people apart better than on plain RGB.
 */
export const DESCRIPTOR: Network = {
	model: 'faceres',
	size: 224,
	order: 'bgr',
	gain: 1,
	bias: [-103.939, -116.779, -123.68],
};
/** MediaPipe selfie segmentation: the person. */
export const PERSON: Network = { model: 'selfie', size: 256, ...UNIT };

export const FACE_MODELS = [DETECTOR, MESH, IRIS, DESCRIPTOR, PERSON].map(({ model }) => model);

/**
 * Runs a network on pictures of its size (3 x size x size numbers each, one after the other).
 * @returns its outputs by name
 */
export function runNetwork(
	runtime: Runtime,
	network: Network,
	pictures: Float32Array,
	signal?: AbortSignal,
): Promise<Tensors> {
	const { model, size } = network;
	const dims = [pictures.length / (3 * size * size), 3, size, size];
	return runtime.run(model, { image: { dims, data: pictures } }, signal);
}

/** Pictures one after the other, as a batch. */
export function batch(pictures: readonly Float32Array[]): Float32Array {
	const all = new Float32Array(pictures.length * pictures[0].length);
	pictures.forEach((picture, i) => all.set(picture, i * picture.length));
	return all;
}

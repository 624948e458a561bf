import type { Runtime, Tensors } from '$lib/runtime/runtime';

/** What a built-in network reads: size x size RGB, each 0..255 channel as value x gain + bias. */
export interface Network {
	/** Catalogue name. */
	readonly model: string;
	readonly size: number;
	readonly gain: number;
	readonly bias: number;
}

/** BlazeFace (Bazarevsky 2019), the back-camera variant. */
export const DETECTOR: Network = { model: 'blazeface', size: 256, gain: 2 / 255, bias: -1 };
/** FaceMesh (Kartynnik 2019): 468 points and whether there is a face. */
export const MESH: Network = { model: 'facemesh', size: 192, gain: 1 / 255, bias: 0 };
/** Iris (Ablavatski 2020): 71 points of the eye's surroundings and 5 of the iris. */
export const IRIS: Network = { model: 'iris', size: 64, gain: 1 / 255, bias: 0 };
/** HSE-FaceRes: a 1024-d descriptor. */
export const DESCRIPTOR: Network = { model: 'faceres', size: 224, gain: 1, bias: 0 };
/** MediaPipe selfie segmentation: the person. */
export const PERSON: Network = { model: 'selfie', size: 256, gain: 1 / 255, bias: 0 };

export const FACE_MODELS = [DETECTOR, MESH, IRIS, DESCRIPTOR, PERSON].map(({ model }) => model);

/**
 * Runs a network on pictures of its size (3 x size x size each, one after the other).
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

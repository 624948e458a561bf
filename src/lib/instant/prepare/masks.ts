import type { CpuPlane, Executor, Kernel, Plane } from '$lib/compute/kernel';
import { dilate, erode } from '$lib/compute/morphology';
import { fillPolygon, strokePolyline, union } from '$lib/compute/polygon';
import { gaussian } from '$lib/compute/gaussian';
import { FACE_OVAL, meshPoints } from '$lib/matte/face-oval';
import type { Prepared } from '../prepared';
import { FEATURES, GLASSES, LIP_SEAM, OUTER_LIPS } from './contours';

type FaceMasks = Pick<Prepared['planes'], 'face' | 'skin' | 'detail' | 'lips' | 'glasses' | 'seam'>;

/**
 * Draws the masks that follow the mesh at the size of the picture, so that they stay crisp.
 * @param landmarks in pixels of the picture
 * @param interocular I, in the same pixels
 */
export function faceMasks(
	executor: Executor,
	side: number,
	landmarks: Float32Array,
	interocular: number,
): FaceMasks {
	const scale = side / 768;
	const k = interocular / 200;
	const fill = (indices: readonly number[]): CpuPlane =>
		fillPolygon(side, meshPoints(landmarks, indices));
	// 1. The face oval, the lips and the line between them.
	const face = executor.upload(fill(FACE_OVAL));
	const lipsFilled = fill(OUTER_LIPS);
	const lips = executor.upload(lipsFilled);
	const seam = executor.upload(
		strokePolyline(side, meshPoints(landmarks, LIP_SEAM), Math.max(3 * k, 1.2)),
	);
	// 2. d: eyes, brows and lips, grown by .12 I in all and softened by .05 I.
	const [first, ...rest] = FEATURES.map((indices) =>
		indices === OUTER_LIPS ? lipsFilled : fill(indices),
	);
	const features = executor.upload(union(first, ...rest));
	const grown = dilate(executor, features, Math.max(Math.round(0.06 * interocular), 1));
	const detail = gaussian(executor, grown, 0.05 * interocular);
	// 3. Skin: inside the oval, away from its border and from the features.
	const inner = erode(executor, face, Math.max(Math.round(7 * scale), 1));
	const kept = dilate(executor, features, Math.max(Math.round(6 * scale), 1));
	const skin = executor.run(skinKernel, [inner, kept], {});
	// 4. Glasses.
	const band = executor.upload(fill(GLASSES));
	const glasses = gaussian(executor, band, 6 * scale);
	executor.release(features, grown, inner, kept, band);
	return { face, skin, detail, lips, glasses, seam };
}

/** 1 where a pixel is inside the first mask and outside the second. */
export const skinKernel: Kernel<never> = {
	name: 'prepare-skin',
	inputs: [1, 1],
	output: 1,
	params: [],
	cpu(out, _size, [{ data: inner }, { data: features }]) {
		for (let i = 0; i < out.length; i++) out[i] = inner[i] * (1 - features[i]) > 0.5 ? 1 : 0;
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	return select(0.0, 1.0, in0(x, y) * (1.0 - in1(x, y)) > 0.5);
}`,
};

/** The skin mask of a small picture, for measuring tones: see faceMasks. */
export function skinMask(executor: Executor, side: number, landmarks: Float32Array): Plane {
	const fill = (indices: readonly number[]) => fillPolygon(side, meshPoints(landmarks, indices));
	const [first, ...rest] = FEATURES.map(fill);
	const inner = erode(
		executor,
		executor.upload(fill(FACE_OVAL)),
		Math.max(Math.round((7 * side) / 768), 1),
	);
	const kept = dilate(
		executor,
		executor.upload(union(first, ...rest)),
		Math.max(Math.round((6 * side) / 768), 1),
	);
	return executor.run(skinKernel, [inner, kept], {});
}

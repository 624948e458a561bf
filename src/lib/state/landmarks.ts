import type { Affine } from '$lib/domain/geometry';

/**
 * Where the landmarks of the portrait are in a picture that was made of it.
 * @param landmarks n x (x, y, z) in portrait pixels
 * @returns n x (x, y, z) in picture pixels; z scaled like the area's side
 */
export function moveLandmarks(
	landmarks: Float32Array,
	[a, b, c, d, e, f]: Affine,
): Float32Array<ArrayBuffer> {
	const depth = Math.sqrt(Math.abs(a * e - b * d));
	const moved = new Float32Array(landmarks.length);
	for (let i = 0; i < landmarks.length; i += 3) {
		const [x, y, z] = landmarks.subarray(i, i + 3);
		moved[i] = a * x + b * y + c;
		moved[i + 1] = d * x + e * y + f;
		moved[i + 2] = depth * z;
	}
	return moved;
}

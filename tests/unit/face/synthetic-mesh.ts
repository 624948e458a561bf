import { MESH_POINTS } from '../../../src/lib/domain/face';
import { MIRRORED } from '../../../src/lib/face/topology';

/** A face's midline and outline as (point, x, y, z); mirrored points are added by uprightMesh. */
const POINTS: readonly (readonly [number, number, number, number])[] = [
	[10, 0, -50, 0],
	[152, 0, 50, 0],
	[1, 0, 5, -30],
	[33, -25, -15, 0],
	[133, -9, -15, -3],
	[127, -38, -15, 20],
	[234, -40, -5, 25],
	[93, -39, 5, 24],
	[54, -33, -38, 12],
	[103, -25, -45, 8],
	[129, -8, 8, -14],
	[117, -27, 0, -2],
	[70, -28, -24, 0],
	[58, -34, 24, 18],
];

/** A mirror-symmetric head about the origin, looking straight ahead: points x (x, y, z). */
export function uprightMesh(): Float32Array {
	const mesh = new Float32Array(MESH_POINTS * 3);
	const mirror = new Map(MIRRORED);
	for (const [point, x, y, z] of POINTS) {
		mesh.set([x, y, z], 3 * point);
		const left = mirror.get(point);
		if (left !== undefined) mesh.set([-x, y, z], 3 * left);
	}
	// The outline is what crop geometry averages: an ellipse will do for the points not placed above.
	for (const [i, point] of OUTLINE.entries())
		if (mesh[3 * point] === 0 && mesh[3 * point + 1] === 0) {
			const angle = (i / OUTLINE.length) * 2 * Math.PI;
			mesh.set([40 * Math.sin(angle), -50 * Math.cos(angle), 0], 3 * point);
		}
	return mesh;
}

/**
 * The same head turned: pitch about its own ear-to-ear axis first, then yaw, then roll in the picture.
 * Radians, signs as in the domain.
 */
export function rotatedMesh(roll: number, yaw: number, pitch: number): Float32Array {
	const mesh = uprightMesh();
	for (let i = 0; i < mesh.length; i += 3) {
		const [x0, y0, z0] = mesh.subarray(i, i + 3);
		// Looking up brings the chin forward: towards smaller z.
		const y1 = y0 * Math.cos(pitch) + z0 * Math.sin(pitch);
		const z1 = z0 * Math.cos(pitch) - y0 * Math.sin(pitch);
		// Turning to the picture's right takes the right half away: towards larger z.
		const x2 = x0 * Math.cos(yaw) - z1 * Math.sin(yaw);
		const z2 = z1 * Math.cos(yaw) + x0 * Math.sin(yaw);
		mesh.set(
			[x2 * Math.cos(roll) - y1 * Math.sin(roll), x2 * Math.sin(roll) + y1 * Math.cos(roll), z2],
			i,
		);
	}
	return mesh;
}

const OUTLINE = [
	10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148,
	176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];

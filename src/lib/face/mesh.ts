import type { Affine } from '$lib/domain/geometry';
import { affineScale, applyAffine, squareToSource } from '$lib/image/warp';
import type { Runtime } from '$lib/runtime/runtime';
import { MESH, runNetwork } from './networks';
import type { PhotoReader } from './reader';
import type { Roi } from './roi';

export interface MeshResult {
	/** MESH_POINTS x (x, y, z) in photo pixels; smaller z is nearer. */
	readonly points: Float32Array;
	/** How sure the network is that this is a face, 0..1. */
	readonly presence: number;
}

/** Fits the mesh to what lies in the square. */
export async function fitMesh(
	runtime: Runtime,
	reader: PhotoReader,
	roi: Roi,
	signal?: AbortSignal,
): Promise<MeshResult> {
	const toPhoto = squareToSource(roi.centre, roi.side, roi.roll, MESH.size);
	const picture = reader.warp(toPhoto, { ...MESH, border: 'replicate' });
	const { mesh, presence } = await runNetwork(runtime, MESH, picture, signal);
	return { points: mapPoints(mesh.data, toPhoto), presence: presence.data[0] };
}

/** Applies an affine map to points x (x, y, z); z is scaled as lengths are. */
export function mapPoints(points: Float32Array, map: Affine): Float32Array {
	const out = new Float32Array(points.length);
	const scale = affineScale(map);
	for (let i = 0; i < points.length; i += 3) {
		const { x, y } = applyAffine(map, points[i], points[i + 1]);
		out[i] = x;
		out[i + 1] = y;
		out[i + 2] = points[i + 2] * scale;
	}
	return out;
}

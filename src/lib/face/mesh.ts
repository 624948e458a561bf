import type { Affine } from '$lib/domain/geometry';
import { affineScale, applyAffine, squareToSource } from '$lib/image/warp';
import type { Runtime } from '$lib/runtime/runtime';
import { MESH, runNetwork } from './networks';
import type { PhotoReader } from './reader';
import { roiOfMesh } from './roi';
import type { Roi } from './roi';

/** How far a square may be off: as a share of its side, as a logarithm of its side, in radians. */
const MAX_SHIFT = 0.08;
const MAX_GROWTH = 0.15;
const MAX_TURN = 0.1;

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

/**
 * The mesh of a face whose place is roughly known: fitted again when the first fit shows that its
 * square was off. MESH_POINTS x (x, y, z) in photo pixels.
 */
export async function fitSteadyMesh(
	runtime: Runtime,
	reader: PhotoReader,
	roi: Roi,
	signal?: AbortSignal,
): Promise<Float32Array> {
	const { points } = await fitMesh(runtime, reader, roi, signal);
	const better = roiOfMesh(points);
	const shift = Math.hypot(better.centre.x - roi.centre.x, better.centre.y - roi.centre.y);
	const off =
		shift > MAX_SHIFT * better.side ||
		Math.abs(Math.log(better.side / roi.side)) > MAX_GROWTH ||
		Math.abs(Math.sin(better.roll - roi.roll)) > MAX_TURN;
	return off ? (await fitMesh(runtime, reader, better, signal)).points : points;
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

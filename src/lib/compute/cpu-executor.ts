import { createCheckpoint } from '$lib/domain/breathe';
import { ArrayPool } from './array-pool';
import { assertRunnable } from './executor-checks';
import type { CpuPlane, Executor, Kernel, Plane } from './kernel';
import { PlaneScopes } from './plane-scopes';

/** A CPU executor counts the memory of its planes as a GPU would need it for the same work. */
export interface CpuExecutor extends Executor {
	/** Bytes that planes take now. */
	readonly bytes: number;
	/** Most bytes that planes took at one time since it was made or last reset. */
	readonly peakBytes: number;
	resetPeak(): void;
}

const FREE_LIMIT = 96 * 2 ** 20;

/**
 * Runs kernels as plain loops over typed arrays: the reference, and the path of devices without a GPU.
 * The memory of a released plane is used again, but never that of one that was uploaded or downloaded:
 * others hold it.
 */
export function createCpuExecutor(): CpuExecutor {
	const pool = new ArrayPool(FREE_LIMIT);
	const scopes = new PlaneScopes();
	/** The planes that are alive, and their memory where it is ours alone. */
	const alive = new Map<Plane, Float32Array<ArrayBuffer> | null>();
	let bytes = 0;
	let peakBytes = 0;

	function keep(plane: CpuPlane, own: Float32Array<ArrayBuffer> | null) {
		if (alive.has(plane)) return;
		alive.set(plane, own);
		scopes.made(plane);
		bytes += plane.data.byteLength;
		peakBytes = Math.max(peakBytes, bytes);
	}

	function release(...planes: readonly Plane[]) {
		for (const plane of planes) {
			const own = alive.get(plane);
			if (own === undefined) continue;
			alive.delete(plane);
			scopes.released(plane);
			bytes -= (plane as CpuPlane).data.byteLength;
			if (own) pool.give(own);
		}
	}

	return {
		kind: 'cpu',
		get bytes() {
			return bytes;
		},
		get peakBytes() {
			return peakBytes;
		},
		resetPeak() {
			peakBytes = bytes;
		},
		upload(plane) {
			keep(plane, null);
			return plane;
		},
		run<P extends string>(
			kernel: Kernel<P>,
			inputs: readonly Plane[],
			params: Readonly<Record<P, number>>,
			size: { readonly width: number; readonly height: number } = inputs[0],
		): CpuPlane {
			assertRunnable(kernel, inputs, params, size);
			const data = pool.take(size.width * size.height * kernel.output);
			kernel.cpu(data, size, inputs as readonly CpuPlane[], params);
			const plane = { width: size.width, height: size.height, channels: kernel.output, data };
			keep(plane, data);
			return plane;
		},
		async download(plane) {
			if (alive.has(plane)) alive.set(plane, null);
			// Another plane, so that returning it from a scope does not keep this one.
			return { ...(plane as CpuPlane) };
		},
		release,
		scope: (body) => scopes.run(body, (planes) => release(...planes)),
		checkpoint: createCheckpoint(),
		dispose() {
			alive.clear();
			pool.clear();
		},
	};
}

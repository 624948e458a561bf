/**
 * A picture plane: width x height x channels, float32, interleaved, row-major, origin at the top left.
 * Pixel (x, y) has its centre at (x + 0.5, y + 0.5) in continuous coordinates.
 */
export interface Plane {
	readonly width: number;
	readonly height: number;
	readonly channels: Channels;
}

export type Channels = 1 | 2 | 3 | 4;

/** A plane whose numbers live in JavaScript memory. */
export interface CpuPlane extends Plane {
	readonly data: Float32Array;
}

/**
 * One pass: every output pixel is computed from the inputs alone (a gather), so that the CPU loop and
 * the WGSL function are the same mathematics. Both are written side by side in one file and a parity
 * test holds them together.
 */
export interface Kernel<P extends string = string> {
	/** Unique; names the pipeline, appears in errors and profiles. */
	readonly name: string;
	/** Channels of each input plane, in order. Inputs may differ in size from the output. */
	readonly inputs: readonly Channels[];
	readonly output: Channels;
	/** Names of the uniforms, in order; all f32. */
	readonly params: readonly P[];
	/**
	 * Fills `out` (width x height x output channels).
	 * Throws nothing; sizes and channels were checked by the executor.
	 */
	cpu(
		out: Float32Array,
		size: { readonly width: number; readonly height: number },
		inputs: readonly CpuPlane[],
		params: Readonly<Record<P, number>>,
	): void;
	/**
	 * WGSL that defines `fn pixel(x: i32, y: i32) -> T` where T is f32, vec2f, vec3f or vec4f by `output`,
	 * and any helper functions. In scope: `P.<param>` (f32), `W`, `H` (i32, the output's size),
	 * for each input i: `in<i>(x: i32, y: i32) -> T` (clamped to the edge), `in<i>W`, `in<i>H` (i32).
	 */
	readonly wgsl: string;
}

/**
 * Runs kernels on one device. Planes made by an executor belong to it: whoever asked for a plane releases
 * it, or lets a scope do so.
 */
export interface Executor {
	readonly kind: 'gpu' | 'cpu';
	upload(plane: CpuPlane): Plane;
	/** Output size is `size`, or that of the first input. */
	run<P extends string>(
		kernel: Kernel<P>,
		inputs: readonly Plane[],
		params: Readonly<Record<P, number>>,
		size?: { readonly width: number; readonly height: number },
	): Plane;
	/** A copy in JavaScript memory. Rejects when the device was lost. */
	download(plane: Plane): Promise<CpuPlane>;
	release(...planes: readonly Plane[]): void;
	/**
	 * Runs `body`, then releases every plane made inside it but those that it returns
	 * (a plane, or an array or record that holds planes).
	 */
	scope<T>(body: () => Promise<T>): Promise<T>;
	/** Lets messages in, so that an abort can arrive; throws signal.reason when aborted. */
	checkpoint(signal?: AbortSignal): Promise<void>;
	dispose(): void;
}

/** Element types of checkpoint files, in the words of safetensors. */
export type Dtype =
	| 'F64'
	| 'F32'
	| 'F16'
	| 'BF16'
	| 'F8_E4M3'
	| 'F8_E5M2'
	| 'I64'
	| 'I32'
	| 'I16'
	| 'I8'
	| 'U8'
	| 'BOOL';

export interface TensorInfo {
	/** Canonical: as the diffusers or transformers class names it. */
	readonly name: string;
	/** Empty for a single number. */
	readonly shape: readonly number[];
	readonly dtype: Dtype;
	/** Where its bytes begin in the file; weights are planned in this order, so that a stream passes once. */
	readonly position: number;
}

/** Some rows of a tensor: [begin, end) along its first axis. */
export interface Rows {
	readonly begin: number;
	readonly end: number;
}

/** The tensors of a model component, whatever file format they come from. Wrapped to merge LoRAs. */
export interface Checkpoint {
	/** For errors: the file or component. */
	readonly label: string;
	/** In the order of the file. */
	names(): readonly string[];
	info(name: string): TensorInfo | undefined;
	/**
	 * Values as float32, row-major; all of them, or some rows, so that the largest tensors need not be in
	 * memory whole. @throws CompileError for a tensor that is not there
	 */
	read(name: string, rows?: Rows, signal?: AbortSignal): Promise<Float32Array<ArrayBuffer>>;
}

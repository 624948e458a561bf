/** What went wrong with a checkpoint, for the interface to choose its words. */
export type CompileProblem =
	| 'damaged' // the file contradicts itself or ends early
	| 'unsafe' // a pickle asks for more than tensors need
	| 'unsupported' // a format, type or configuration that we do not read
	| 'missing' // a tensor that the model needs
	| 'mismatch'; // a tensor of another shape than the model needs, a LoRA for another base

/** The message is English and names the file, the tensor, what was expected and found, and the likely cause. */
export class CompileError extends Error {
	override readonly name = 'CompileError';

	constructor(
		readonly problem: CompileProblem,
		message: string,
		options?: ErrorOptions,
	) {
		super(message, options);
	}
}

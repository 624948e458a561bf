/** How much of a tensor is in memory beside the runtime's copy. */
const PIECE = 4 << 20;

/**
 * A file of weights as onnxruntime should read it. It slices, streams, and asks the stream for a reader that brings
 * its own buffer; in Chromium such a reader of a file can wait for ever (seen in 156: a garbage collection between
 * two reads takes the source away). The streams of this one have no such reader, and onnxruntime takes the plain one.
 */
export class Shard extends Blob {
	readonly #file: Blob;

	constructor(file: Blob) {
		super();
		this.#file = file;
	}

	override get size(): number {
		return this.#file.size;
	}

	override slice(start?: number, end?: number): Shard {
		return new Shard(this.#file.slice(start, end));
	}

	override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
		const file = this.#file;
		let at = 0;
		return new ReadableStream({
			async pull(controller) {
				if (at >= file.size) return controller.close();
				const piece = await file.slice(at, at + PIECE).arrayBuffer();
				at += piece.byteLength;
				controller.enqueue(new Uint8Array(piece));
			},
		});
	}
}

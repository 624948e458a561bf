/**
 * Storage buffers by size, used again instead of made again: a drawing takes thousands of planes of few
 * sizes. What is free is bounded; the longest unused goes first.
 */
export class BufferPool {
	readonly #device: GPUDevice;
	readonly #freeLimit: number;
	readonly #onError: (error: GPUError) => void;
	/** Free buffers, the longest unused first. */
	readonly #free = new Set<GPUBuffer>();
	#freeBytes = 0;
	#usedBytes = 0;

	/** @param freeLimit bytes that may lie unused */
	constructor(device: GPUDevice, freeLimit: number, onError: (error: GPUError) => void) {
		this.#device = device;
		this.#freeLimit = freeLimit;
		this.#onError = onError;
	}

	/** Bytes of all buffers, used or free. */
	get bytes(): number {
		return this.#usedBytes + this.#freeBytes;
	}

	/** A buffer of exactly this size; its content is undefined. */
	take(size: number): GPUBuffer {
		this.#usedBytes += size;
		for (const buffer of this.#free) {
			if (buffer.size !== size) continue;
			this.#free.delete(buffer);
			this.#freeBytes -= size;
			return buffer;
		}
		this.#device.pushErrorScope('out-of-memory');
		const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
		const buffer = this.#device.createBuffer({ size, usage });
		this.#device.popErrorScope().then(
			(error) => error && this.#onError(error),
			() => {
				// The device is lost, and whoever holds it knows.
			},
		);
		return buffer;
	}

	/** Work that was submitted may still use the buffer: the queue keeps the order. */
	give(buffer: GPUBuffer): void {
		this.#usedBytes -= buffer.size;
		this.#freeBytes += buffer.size;
		this.#free.add(buffer);
		for (const oldest of this.#free) {
			if (this.#freeBytes <= this.#freeLimit) break;
			this.#free.delete(oldest);
			this.#freeBytes -= oldest.size;
			oldest.destroy();
		}
	}
}

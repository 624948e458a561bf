/**
 * Bytes of one file that may still be arriving. A reader asks for ranges; when it has done with everything
 * below a position it says so, and a source that holds the bytes only for it may let them go.
 */
export interface ByteSource {
	/** Of the whole file. */
	readonly size: number;
	/**
	 * The bytes [begin, end), a fresh array. Waits until they are there.
	 * @throws RangeError outside the file or below what was released; whatever fetching them throws;
	 *   signal.reason when aborted
	 */
	read(begin: number, end: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
	/** Nothing below this position will be read again. */
	release?(before: number): Promise<void>;
}

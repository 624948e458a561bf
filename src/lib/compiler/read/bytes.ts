import type { ByteSource } from '$lib/domain/byte-source';
import { CompileError } from '../error';

/**
 * The bytes [begin, end) of a file.
 * @param what they are, for the error: 'the header'
 * @throws CompileError 'damaged' where the file ends before them
 */
export async function readBytes(
	source: ByteSource,
	label: string,
	what: string,
	begin: number,
	end: number,
	signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
	if (end > source.size) throw truncated(source, label, what, end);
	const bytes = await source.read(begin, end, signal);
	if (bytes.length !== end - begin) {
		throw truncated({ size: begin + bytes.length }, label, what, end);
	}
	return bytes;
}

export function truncated(
	{ size }: { readonly size: number },
	label: string,
	what: string,
	end: number,
): CompileError {
	const message = `${label}: file truncated at byte ${size}: ${what} ends at byte ${end}`;
	return new CompileError('damaged', message);
}

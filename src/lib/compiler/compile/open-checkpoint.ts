import type { Checkpoint } from '../checkpoint';
import { openSafetensors } from '../read/safetensors';
import type { CompileFile } from './contract';

/** The tensors of a component under canonical names, whatever format its file has. */
export async function openCheckpoint(
	{ source, path }: CompileFile,
	_signal?: AbortSignal,
): Promise<Checkpoint> {
	return openSafetensors(source, path);
}

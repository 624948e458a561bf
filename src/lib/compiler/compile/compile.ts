import type { PackManifest } from '$lib/domain/pack';
import { buildParts } from './build';
import type { CompileInput, CompilePack, CompileProgress, PackSink } from './contract';
import { executePlan } from './execute';
import { planParts, type PackPlan } from './plan';

/**
 * What compiling would do, from headers and configurations alone. Its key changes with everything that the
 * written bytes depend on. @throws CompileError; what the sources throw; signal.reason
 */
export async function planPack(input: CompileInput, signal?: AbortSignal): Promise<PackPlan> {
	return planParts(input, await buildParts(input, signal));
}

export const compilePack: CompilePack = async (
	input: CompileInput,
	sink: PackSink,
	onProgress: (progress: CompileProgress) => void,
	signal?: AbortSignal,
): Promise<PackManifest> => executePlan(await planPack(input, signal), sink, onProgress, signal);

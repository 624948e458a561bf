import type { Kernel, Plane } from './kernel';

/** Throws a TypeError or RangeError that names the kernel when it cannot run on these inputs. */
export function assertRunnable(
	kernel: Kernel,
	inputs: readonly Plane[],
	params: Readonly<Record<string, number>>,
	size: { readonly width: number; readonly height: number } | undefined,
): void {
	const channels = inputs.map((plane) => plane.channels);
	if (channels.join() !== kernel.inputs.join()) {
		throw new TypeError(`${kernel.name}: takes channels [${kernel.inputs}], got [${channels}]`);
	}
	const missing = kernel.params.filter((name) => !Number.isFinite(params[name]));
	if (missing.length > 0) throw new TypeError(`${kernel.name}: no finite value for ${missing}`);
	if (!size || size.width < 1 || size.height < 1) {
		throw new RangeError(`${kernel.name}: needs an input or a size of at least 1x1`);
	}
}

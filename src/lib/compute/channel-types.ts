import type { Channels, Kernel } from './kernel';

/** The WGSL type of a pixel with so many channels. */
export const WGSL_TYPE: Readonly<Record<Channels, string>> = {
	1: 'f32',
	2: 'vec2f',
	3: 'vec3f',
	4: 'vec4f',
};

/** The same kernel written once for each number of channels. */
export function forEachChannels<P extends string>(
	make: (channels: Channels) => Kernel<P>,
): Readonly<Record<Channels, Kernel<P>>> {
	return { 1: make(1), 2: make(2), 3: make(3), 4: make(4) };
}

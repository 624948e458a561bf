import type { Obstacle } from '$lib/domain/pack-device';
import { m } from '$lib/paraglide/messages';
import { formatBytes } from '../page/format';

export function obstacleText(obstacle: Obstacle): string {
	switch (obstacle.kind) {
		case 'no-webgpu':
			return m.packs_obstacle_no_webgpu();
		case 'software':
			return m.packs_obstacle_software();
		case 'f16':
			return m.packs_obstacle_f16();
		case 'binding':
			return m.packs_obstacle_binding(sizes(obstacle));
		case 'memory':
			return m.packs_obstacle_memory(sizes(obstacle));
		case 'space':
			return m.packs_obstacle_space(sizes(obstacle));
	}
}

function sizes({ needed, have }: { readonly needed: number; readonly have: number }) {
	return { needed: formatBytes(needed), have: formatBytes(have) };
}

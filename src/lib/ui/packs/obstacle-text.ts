import { m } from '$lib/paraglide/messages';
import { formatBytes } from '../page/format';
import type { ObstacleView } from './views';

export function obstacleText(obstacle: ObstacleView): string {
	switch (obstacle.kind) {
		case 'no-webgpu':
			return m.packs_obstacle_no_webgpu();
		case 'software':
			return m.packs_obstacle_software();
		case 'f16':
			return m.packs_obstacle_f16();
		case 'binding':
		case 'memory': {
			const bytes = { needed: formatBytes(obstacle.needed), have: formatBytes(obstacle.have) };
			return obstacle.kind === 'binding'
				? m.packs_obstacle_binding(bytes)
				: m.packs_obstacle_memory(bytes);
		}
	}
}

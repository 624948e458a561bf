import type { Value } from '../graph/builder';
import type { Network } from '../graph/network';

/** Each pixel becomes four equal ones. x [B, C, H, W] -> [B, C, 2H, 2W]. */
export function upsampleNearest({ graph }: Network, x: Value): Value {
	const scales = graph.table('scales', [1, 1, 2, 2], [4], 'float32');
	return graph.node('Resize', [x, null, scales], {
		mode: 'nearest',
		coordinate_transformation_mode: 'asymmetric',
		nearest_mode: 'floor',
	});
}

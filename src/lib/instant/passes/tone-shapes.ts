import { smoothAlongFlow } from '$lib/compute/flow';
import { gaussian } from '$lib/compute/gaussian';
import { lerp } from '$lib/compute/pointwise';
import type { Executor, Plane } from '$lib/compute/kernel';
import type { Prepared } from '../prepared';
import { levelLight } from './screen-print';

/**
 * The tone from which flat shapes are cut: broad in skin, in strands in hair and clothes, crisp at the features,
 * with side light halved, so that a face is modelled by few rounded shapes.
 * @param lightness 1 channel, already smoothed inside regions
 * @param flow see structureFlow
 * @param detail d, 1 channel
 * @param broad sigma in skin, in pixels
 * @param strand sigma in hair and clothes before it is drawn along the flow, in pixels
 */
export async function toneShapes(
	executor: Executor,
	{ planes, scale: px, skin }: Prepared,
	lightness: Plane,
	flow: Plane,
	detail: Plane,
	{ broad, strand }: { broad: number; strand: number },
): Promise<Plane> {
	return executor.scope(async () => {
		const face = gaussian(executor, planes.face, 30 * px);
		const strands = smoothAlongFlow(
			executor,
			gaussian(executor, lightness, strand),
			flow,
			planes.alpha,
			{ sigma: 6 * px, reach: Math.round(13 * px) },
		);
		const broadly = executor.run(
			lerp[1],
			[strands, gaussian(executor, lightness, broad), face],
			{},
		);
		const crisp = gaussian(executor, lightness, Math.max(1.1 * px, 0.5));
		const shapes = executor.run(lerp[1], [broadly, crisp, detail], {});
		return executor.run(levelLight, [shapes, gaussian(executor, shapes, 60 * px), face], {
			goal: skin.target,
		});
	});
}

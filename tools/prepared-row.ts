import type { CpuPlane, Executor } from '../src/lib/compute/kernel';
import type { Portrait } from '../src/lib/domain/face';
import { compose } from '../src/lib/instant/composition';
import { preparePhoto } from '../src/lib/instant/prepare/photo-preparation';
import { prepareComposition, workingSide } from '../src/lib/instant/prepare/prepare';

/** Loud colours: halos and lost hair show. */
const BACKDROPS = [
	[0.9, 0.1, 0.6],
	[0.1, 0.75, 0.2],
	[0.97, 0.97, 0.97],
	[0.1, 0.2, 0.6],
] as const;

/**
 * The preparation of one portrait as pictures: the crop, the figure of every seed on a loud backdrop,
 * and the masks of the face over the first.
 */
export async function preparedRow(
	executor: Executor,
	portrait: Portrait,
	seeds: readonly number[],
	side: number,
): Promise<CpuPlane[]> {
	const photo = await preparePhoto(executor, portrait, workingSide(portrait, side));
	const pictures: CpuPlane[] = [];
	for (const [i, seed] of seeds.entries()) {
		const { fromPortrait } = compose(portrait, { version: 1, style: 'watercolour', seed }, side);
		const prepared = await prepareComposition(executor, photo, portrait, fromPortrait, side);
		const plane = (name: keyof typeof prepared.planes) => executor.download(prepared.planes[name]);
		const image = await plane('image');
		const alpha = await plane('alpha');
		if (i === 0) {
			pictures.push(alpha);
			const [detail, skin, seam] = [
				await plane('detail'),
				await plane('skin'),
				await plane('seam'),
			];
			const masks = new Float32Array(image.data.length);
			for (let p = 0; p < side * side; p++) {
				masks[3 * p] = (image.data[3 * p] + detail.data[p]) / 2;
				masks[3 * p + 1] = (image.data[3 * p + 1] + skin.data[p]) / 2;
				masks[3 * p + 2] = Math.max(image.data[3 * p + 2] / 2, seam.data[p]);
			}
			pictures.push({ ...image, data: masks });
		}
		const backdrop = BACKDROPS[i % BACKDROPS.length];
		const over = image.data.map(
			(value, o) =>
				value * alpha.data[Math.floor(o / 3)] +
				backdrop[o % 3] * (1 - alpha.data[Math.floor(o / 3)]),
		);
		pictures.push({ ...image, data: over });
	}
	return pictures;
}

import type { CpuPlane, Executor } from '$lib/compute/kernel';
import type { Portrait } from '$lib/domain/face';
import type { Affine } from '$lib/domain/geometry';
import type { OnProgress } from '$lib/domain/progress';
import type { Recipe } from '$lib/domain/recipe';
import { compose } from './composition';
import {
	disposePhoto,
	followPhoto,
	preparePhoto,
	type PhotoPreparation,
} from './prepare/photo-preparation';
import { disposePrepared, prepareComposition, workingSide } from './prepare/prepare';
import { STYLES } from './styles';

export interface Drawn {
	/** sRGB 0..1, 3 channels, opaque, side x side. */
	readonly picture: CpuPlane;
	/** The figure without its backdrop, 0..1, 1 channel. */
	readonly cutout: CpuPlane;
	/** Portrait crop pixels to picture pixels. */
	readonly fromPortrait: Affine;
}

/** Draws avatars of the portrait that is open. One call at a time. */
export interface Studio {
	/** Keeps the portrait for the renderings that follow; replaces the previous one. */
	open(portrait: Portrait): void;
	/**
	 * Replaces the open portrait by the same person a moment later: a live picture. Where there is a matte, it serves
	 * on, so that a frame costs little; open() makes a new one.
	 */
	follow(portrait: Portrait): void;
	/** Throws an Error when no portrait is open; rejects with the signal's reason when aborted. */
	render(
		recipe: Recipe,
		side: number,
		options?: { readonly signal?: AbortSignal; readonly onProgress?: OnProgress },
	): Promise<Drawn>;
	/** The refined matte of the whole portrait, 0..1. Errors as render's. */
	matte(side: number, options?: { readonly signal?: AbortSignal }): Promise<CpuPlane>;
	/** Gives everything back; the executor stays its owner's. */
	dispose(): void;
}

/** A preview size and a final size. */
const SIZES_KEPT = 2;

/** A map without rotation, and then another one. */
function then([a, , c, , e, f]: Affine, second?: Affine): Affine {
	const [g, , i, , k, l] = second ?? [1, 0, 0, 0, 1, 0];
	return [g * a, 0, g * c + i, 0, k * e, k * f + l];
}

export function createStudio(executor: Executor): Studio {
	let portrait: Portrait | null = null;
	/** By side, the longest unused first. */
	const photos = new Map<number, PhotoPreparation>();
	/** Sides whose preparation is of a frame before the open one. */
	const behind = new Set<number>();

	function forget() {
		for (const photo of photos.values()) disposePhoto(executor, photo);
		photos.clear();
		behind.clear();
	}

	async function photoAt(
		open: Portrait,
		side: number,
		signal: AbortSignal | undefined,
		onFraction: (fraction: number) => void,
	): Promise<PhotoPreparation> {
		const kept = photos.get(side);
		if (kept) {
			photos.delete(side);
			const photo = behind.delete(side) ? await followPhoto(executor, open, kept) : kept;
			photos.set(side, photo);
			return photo;
		}
		const photo = await preparePhoto(executor, open, side, { signal, onFraction });
		photos.set(side, photo);
		for (const [oldest, unused] of photos) {
			if (photos.size <= SIZES_KEPT) break;
			disposePhoto(executor, unused);
			photos.delete(oldest);
			behind.delete(oldest);
		}
		return photo;
	}

	return {
		open(next) {
			forget();
			portrait = next;
		},
		follow(next) {
			portrait = next;
			for (const side of photos.keys()) behind.add(side);
		},
		async render(recipe, side, { signal, onProgress } = {}) {
			if (!portrait) throw new Error('studio: no portrait is open');
			signal?.throwIfAborted();
			const workSide = workingSide(portrait, side);
			const prepareShare = photos.has(workSide) ? 0.1 : 0.5;
			// 1. What the compositions share, then this one's.
			const photo = await photoAt(portrait, workSide, signal, (fraction) =>
				onProgress?.({ stage: 'prepare', fraction: prepareShare * 0.8 * fraction }),
			);
			const { fromPortrait } = compose(portrait, recipe, side);
			const prepared = await prepareComposition(executor, photo, portrait, fromPortrait, side, {
				signal,
			});
			onProgress?.({ stage: 'render', fraction: prepareShare });
			try {
				// 2. The style draws; its planes live no longer than the download.
				return await executor.scope(async () => {
					const drawing = await STYLES[recipe.style].draw({
						executor,
						prepared,
						seed: recipe.seed,
						tuning: recipe.tuning ?? {},
						signal,
						onFraction: (fraction) =>
							onProgress?.({
								stage: 'render',
								fraction: prepareShare + (1 - prepareShare) * fraction,
							}),
					});
					const picture = await executor.download(drawing.picture);
					const cutout = await executor.download(drawing.cutout);
					signal?.throwIfAborted();
					return { picture, cutout, fromPortrait: then(fromPortrait, drawing.moved) };
				});
			} finally {
				disposePrepared(executor, prepared);
			}
		},
		async matte(side, { signal } = {}) {
			if (!portrait) throw new Error('studio: no portrait is open');
			const { alpha } = await photoAt(portrait, side, signal, () => {});
			return executor.download(alpha);
		},
		dispose() {
			forget();
			portrait = null;
		},
	};
}

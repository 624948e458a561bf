/** Adapters of the further kinds of identity, made of what the fixtures have; no file system: runs in a browser too. */
import type { Checkpoint } from '../../src/lib/compiler/checkpoint';
import type { ReadFixture } from '../golden/case';
import { goldenCheckpoint } from '../golden/fixture';
import type { TinyComponents } from '../unit/compiler/tiny-pack';
import { randomCheckpoint } from './memory-checkpoint';
import { float32, writeSafetensors } from './safetensors';

/** An image encoder that sees pictures of EYE_SIDE pixels. */
export const EYE = {
	role: 'image-encoder',
	files: [
		'clip_vision/image_encoder/model.fp16.safetensors',
		'clip_vision/image_encoder/config.json',
	],
} as const;
export const EYE_SIDE = 56;

export const PLUS_FACE = 'ip-adapter-plus-face_tiny.safetensors';
export const FACEID_PLUS = 'ip-adapter-faceid-plusv2_tiny.safetensors';
const FACEID_PLUS_CONFIG = 'faceid-plus/config.json';
/** The heads of the narrow projection; published ones need not tell theirs. */
export const FACEID_PLUS_HEADS = 16;

export const TINY_PLUS_FACE = {
	adapter: { role: 'identity', files: [PLUS_FACE] },
	eye: EYE,
} as const satisfies TinyComponents;
export const TINY_FACEID_PLUS = {
	adapter: { role: 'identity', files: [FACEID_PLUS, FACEID_PLUS_CONFIG] },
	eye: EYE,
} as const satisfies TinyComponents;

/** The fixtures, and beside them the adapters that are named here. */
export function withAdapters(read: ReadFixture): ReadFixture {
	const recorded = (folder: string) =>
		goldenCheckpoint(`${folder}/image_proj.fp16.safetensors`, read);
	return async (file) => {
		switch (file) {
			case PLUS_FACE:
				return adapterOf(await recorded('ip_plus_face_proj'), /\.to_[kv]_ip\./, read);
			case FACEID_PLUS:
				return adapterOf(await narrowProjection(read), /^ip_adapter\./, read);
			case FACEID_PLUS_CONFIG:
				return new TextEncoder().encode(`{"head_width": ${FACEID_PLUS_HEADS}}`);
			default:
				return read(file);
		}
	};
}

/** The one that was recorded makes tokens 128 wide, unet_a takes 32: the same layers, narrower. */
export async function narrowProjection(read: ReadFixture): Promise<Checkpoint> {
	const wide = await goldenCheckpoint('ip_faceid_plus_proj/image_proj.fp16.safetensors', read);
	const narrow = (length: number) => (length === 128 || length > 200 ? length / 4 : length);
	const shapes = wide.names().map((tensor) => [tensor, wide.info(tensor)!.shape.map(narrow)]);
	return randomCheckpoint(Object.fromEntries(shapes) as Record<string, number[]>);
}

/** A file of a projection and of layers of the FaceID adapter for unet_a. */
export async function adapterOf(
	projection: Checkpoint,
	layers: RegExp,
	read: ReadFixture,
): Promise<Uint8Array<ArrayBuffer>> {
	const faceId = await goldenCheckpoint('ip_faceid/ip-adapter-faceid_tiny.fp16.safetensors', read);
	const own = faceId.names().filter((tensor) => layers.test(tensor));
	const tensors = [projection, faceId].flatMap((checkpoint) =>
		(checkpoint === faceId ? own : projection.names()).map(async (tensor) => {
			const values = Array.from(await checkpoint.read(tensor));
			return [tensor, float32(checkpoint.info(tensor)!.shape, values)] as const;
		}),
	);
	return writeSafetensors(Object.fromEntries(await Promise.all(tensors)));
}

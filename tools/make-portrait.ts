import sharp from 'sharp';
import type { Portrait } from '../src/lib/domain/face';
import { createFacePipeline } from '../src/lib/face/pipeline';
import { createNodeRuntime } from '../tests/unit/face/node-runtime';

/** The portrait of the largest face in a photo, by the app's own face pipeline on onnxruntime-node. */
export async function makePortrait(path: string): Promise<Portrait> {
	const { data, info } = await sharp(path)
		.rotate()
		.toColourspace('srgb')
		.flatten({ background: '#fff' })
		.ensureAlpha()
		.raw()
		.toBuffer({ resolveWithObject: true });
	const photo = { width: info.width, height: info.height, data: new Uint8Array(data) };
	const pipeline = createFacePipeline(createNodeRuntime());
	try {
		const [face, ...others] = await pipeline.findFaces(photo);
		if (!face) throw new Error(`${path}: no face`);
		const boxes = others.map(({ box }) => box);
		return (await pipeline.analyse(photo, face, boxes)).portrait;
	} finally {
		await pipeline.dispose();
	}
}

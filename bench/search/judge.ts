import path from 'node:path';
import * as ort from 'onnxruntime-node';
import type { Portrait } from '../../src/lib/domain/face';
import { isMirrored } from '../../src/lib/face/descriptor';
import { alignFace } from '../../src/lib/face/aligned-face';
import { PhotoReader } from '../../src/lib/face/reader';

const MODEL = path.resolve(import.meta.dirname, '../../../shared/eval/MobileFaceNet.onnx');
const SIDE = 112;

/** An embedding that has nothing to do with the app's own: MobileFaceNet, beside the checkout. */
export interface Judge {
	/** A normalised embedding of a face whose landmarks are known, in pixels of a square picture. */
	embed(face: Pick<Portrait, 'rgba' | 'side' | 'landmarks'>): Promise<Float32Array>;
}

export async function openJudge(): Promise<Judge> {
	const session = await ort.InferenceSession.create(MODEL, {
		logSeverityLevel: 3,
		intraOpNumThreads: 1,
	});
	return {
		async embed(face) {
			const { rgba, side, landmarks } = upright(face);
			const rgb = alignFace(new PhotoReader({ width: side, height: side, data: rgba }), landmarks);
			const feed = new ort.Tensor('float32', halve(rgb), [1, 3, SIDE, SIDE]);
			const [output] = Object.values(await session.run({ [session.inputNames[0]]: feed }));
			const numbers = output.data as Float32Array;
			const length = Math.hypot(...numbers);
			return numbers.map((x) => x / length);
		},
	};
}

/** Some compositions are mirrored; the network is to see people as their photo does. */
function upright(face: Pick<Portrait, 'rgba' | 'side' | 'landmarks'>): typeof face {
	const { side, landmarks } = face;
	if (!isMirrored(landmarks)) return face;
	const pixels = new Uint32Array(face.rgba.slice().buffer);
	for (let y = 0; y < side; y++) pixels.subarray(y * side, (y + 1) * side).reverse();
	return {
		side,
		rgba: new Uint8ClampedArray(pixels.buffer),
		landmarks: landmarks.map((value, i) => (i % 3 === 0 ? side - value : value)),
	};
}

/** Twice SIDE to SIDE, planes of R, G, B in (x - 127.5) / 128. */
function halve(rgb: Uint8Array): Float32Array {
	const planes = new Float32Array(3 * SIDE * SIDE);
	for (let i = 0; i < planes.length; i++) {
		const [c, y, x] = [Math.floor(i / SIDE ** 2), Math.floor(i / SIDE) % SIDE, i % SIDE];
		const at = (dy: number, dx: number) => rgb[3 * ((2 * y + dy) * 2 * SIDE + 2 * x + dx) + c];
		planes[i] = ((at(0, 0) + at(0, 1) + at(1, 0) + at(1, 1)) / 4 - 127.5) / 128;
	}
	return planes;
}

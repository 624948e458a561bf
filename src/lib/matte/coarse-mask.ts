import { connectedComponents } from '$lib/compute/components';
import { createCpuExecutor } from '$lib/compute/cpu-executor';
import { gaussian } from '$lib/compute/gaussian';
import { distanceTransform } from '$lib/compute/distance';
import type { CpuPlane } from '$lib/compute/kernel';
import { erode } from '$lib/compute/morphology';
import { fillPolygon, union } from '$lib/compute/polygon';
import { smoothstep } from '$lib/compute/pointwise';
import type { MatteCorrection } from '$lib/domain/face';
import type { Box, Point } from '$lib/domain/geometry';
import { colourEvidence } from './colour-check';
import { FACE_OVAL, meshPoints } from './face-oval';
import { withoutOthers } from './other-people';

/** The network's mask of one square crop, and what is known about the people in it, in crop pixels. */
export interface CoarseInput {
	/** Side of the crop that landmarks and boxes are measured in. */
	readonly side: number;
	/** Square, 0..1. */
	readonly mask: { readonly width: number; readonly height: number; readonly data: Float32Array };
	/** LANDMARKS x (x, y, z). */
	readonly landmarks: Float32Array;
	readonly others: readonly Box[];
	/** Stands over everything that was worked out. */
	readonly correction?: MatteCorrection;
	/** The mask is a matte: what it is unsure of is hair, and colours do not know better. */
	readonly fine?: boolean;
	/** side x side x RGBA, sRGB. */
	readonly rgba: Uint8ClampedArray;
}

/**
 * The mask at the network's own resolution with one person left: the face oval always belongs to it,
 * other people do not, and what is not connected with the nose goes.
 */
export function coarseMask({
	side,
	mask,
	landmarks,
	others,
	rgba,
	fine = false,
}: CoarseInput): CpuPlane {
	if (mask.width !== mask.height) throw new RangeError('coarseMask: the mask must be square');
	const executor = createCpuExecutor();
	const size = mask.width;
	const scale = size / side;
	// 1. The union with the face oval: networks lose faces in glare and under hats.
	const oval = fillPolygon(size, meshPoints(landmarks, FACE_OVAL, scale));
	const softOval = gaussian(executor, oval, size / 256) as CpuPlane;
	const clamped = mask.data.map((value) => Math.min(Math.max(value, 0), 1));
	const person = union({ width: size, height: size, channels: 1, data: clamped }, softOval);
	// 2. Without the others, as far as they are nearer to their own faces than to this one.
	const boxes = others.map(({ x, y, width, height }) => ({
		x: x * scale,
		y: y * scale,
		width: width * scale,
		height: height * scale,
	}));
	const alone = withoutOthers(person, oval, meshPoints(landmarks, FACE_OVAL, scale), boxes);
	// 3. What is certain and connected with the nose.
	const [nose] = meshPoints(landmarks, [NOSE_TIP], scale);
	const inside = connectedTo(pixelIndex(nose, size), alone, CERTAIN, BRIDGE * size);
	if (!inside) return alone;
	if (fine) return withoutIslands(alone, inside);
	// 4. Where the colours are the background's.
	const offPerson = distanceTransform(
		inside.map((v) => 1 - v),
		size,
		size,
	);
	const offAnyone = distanceTransform(
		atLeast(alone.data, 0.05).map((v) => 1 - v),
		size,
		size,
	);
	const outside = atLeast(offAnyone, BACKGROUND_MARGIN * size);
	const colours = reducedColours(rgba, side, size);
	const background = colourEvidence(colours, inside, outside);
	// 5. Doubt is believed as far as hair stands off, or where the colours are the person's: flags and
	// curtains are flat fields of doubt.
	const [near, far] = DOUBT_REACH.map((reach) => reach * size);
	const believed = alone.data.map((value, i) => {
		const doubt = background ? smoothstep(0.15, 0.4, background.all[i]) : 1;
		return value * (1 - doubt * smoothstep(near, far, offPerson[i]));
	});
	if (!background) return { ...alone, data: believed };
	// 6. Patches of background colour near the border go, however sure the network was; never the face.
	const depth = distanceTransform(atLeast(believed, 0.5), size, size);
	const data = believed.map((value, i) => {
		const nearBorder = 1 - smoothstep((BORDER * size) / 2, BORDER * size, depth[i]);
		const patch = smoothstep(0.8, 0.93, background.chromatic[i]) * nearBorder;
		return value * (1 - patch * (1 - oval.data[i]));
	});
	const checked: CpuPlane = { ...alone, data };
	// 7. Islands that are left over go.
	const whole = connectedTo(pixelIndex(nose, size), checked, 0.5, 2 * BRIDGE * size);
	if (!whole) return checked;
	const offWhole = distanceTransform(
		whole.map((v) => 1 - v),
		size,
		size,
	);
	return {
		...alone,
		data: data.map((value, i) => value * (1 - smoothstep(near, far, offWhole[i]))),
	};
}

/** A matte without what lies farther off a part of it than hair stands off. */
function withoutIslands(matte: CpuPlane, part: Uint8Array): CpuPlane {
	const { width, height } = matte;
	const off = distanceTransform(
		part.map((v) => 1 - v),
		width,
		height,
	);
	const [near, far] = HAIR_REACH.map((reach) => reach * width);
	return {
		...matte,
		data: matte.data.map((value, i) => value * (1 - smoothstep(near, far, off[i]))),
	};
}

/**
 * The part of `mask` above `threshold` that is connected with a pixel, eroded by `bridge` pixels so that
 * thin bridges are no connection; null when the pixel itself is not in it.
 */
function connectedTo(
	pixel: number,
	mask: CpuPlane,
	threshold: number,
	bridge: number,
): Uint8Array | null {
	const { width, height } = mask;
	const eroded = erode(createCpuExecutor(), mask, Math.max(Math.round(bridge), 1)) as CpuPlane;
	const { labels } = connectedComponents(atLeast(eroded.data, threshold), width, height);
	const label = labels[pixel];
	if (label === 0) return null;
	const part = new Uint8Array(labels.length);
	for (let i = 0; i < part.length; i++) part[i] = labels[i] === label ? 1 : 0;
	return part;
}

/** 1 where a value reaches the threshold. */
function atLeast(values: Float32Array, threshold: number): Uint8Array {
	const reached = new Uint8Array(values.length);
	for (let i = 0; i < values.length; i++) reached[i] = values[i] >= threshold ? 1 : 0;
	return reached;
}

/** Half the width of a bridge that does not connect, in sides. */
const BRIDGE = 1 / 192;

/** The network is this sure inside people, but not on what only looks like a part of them. */
const CERTAIN = 0.93;
/** From the first to the second distance off the certain part doubt fades, in sides. */
const DOUBT_REACH = [4 / 256, 8 / 256];
/** So far off a head do hairs of a matte stand, in sides. */
const HAIR_REACH = [30 / 256, 40 / 256];
/** The background begins this far off the mask, in sides. */
const BACKGROUND_MARGIN = 3 / 256;
/** Depth inside the person up to which colours may contradict the network, in sides. */
const BORDER = 0.07;

/** sRGB means of the crop's pixels at the mask's size. */
function reducedColours(rgba: Uint8ClampedArray, side: number, size: number): CpuPlane {
	const data = new Float32Array(size * size * 3);
	const edges = Int32Array.from({ length: size + 1 }, (_, i) => Math.floor((i * side) / size));
	for (let y = 0, o = 0; y < size; y++) {
		const y0 = edges[y];
		const y1 = Math.max(edges[y + 1], y0 + 1);
		for (let x = 0; x < size; x++, o += 3) {
			const x0 = edges[x];
			const x1 = Math.max(edges[x + 1], x0 + 1);
			let r = 0;
			let g = 0;
			let b = 0;
			for (let j = y0; j < y1; j++) {
				for (let p = 4 * (j * side + x0), end = 4 * (j * side + x1); p < end; p += 4) {
					r += rgba[p];
					g += rgba[p + 1];
					b += rgba[p + 2];
				}
			}
			const gain = 1 / (255 * (x1 - x0) * (y1 - y0));
			data[o] = r * gain;
			data[o + 1] = g * gain;
			data[o + 2] = b * gain;
		}
	}
	return { width: size, height: size, channels: 3, data };
}

const NOSE_TIP = 1;
function pixelIndex({ x, y }: Point, size: number): number {
	const clamp = (v: number) => Math.min(Math.max(Math.floor(v), 0), size - 1);
	return clamp(y) * size + clamp(x);
}

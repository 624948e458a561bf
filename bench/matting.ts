/**
 * How good mattes are at hair edges, against alpha that is known:
 *   npx tsx bench/matting.ts [--modnet FILE.onnx] [--people N] [--pictures] [--only drawn|keyed]
 * drawn: real people with thousands of drawn hairs before drawn backgrounds (matting/strands.ts).
 * keyed: official portraits before even walls, where a colour key is exact (matting/keyed.ts).
 * Rows: the raw masks of MediaPipe; a plain guided filter of them; ours; with --modnet its matte, and ours of it;
 * ours of the true alpha at the network's size, which a perfect network would give. --pictures writes what was
 * looked at to out/matting.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { createCpuExecutor } from '../src/lib/compute/cpu-executor';
import { guidedColour } from '../src/lib/compute/guided';
import type { CpuPlane } from '../src/lib/compute/kernel';
import { erode } from '../src/lib/compute/morphology';
import { gaussian } from '../src/lib/compute/gaussian';
import type { IdSubject, SquareMask } from '../src/lib/domain/id-photo';
import { createFacePipeline } from '../src/lib/face/pipeline';
import { personSquare } from '../src/lib/idphoto/person-square';
import { refinePerson } from '../src/lib/idphoto/person-matte';
import { resizeRegion } from '../src/lib/image/resize';
import type { Pixels } from '../src/lib/image/warp';
import { joinMasks } from '../src/lib/matte/wide-mask';
import { cutOut } from '../src/lib/matting/cut-out';
import { inputSize } from '../src/lib/matting/input';
import { HAVE_PHOTOS, photosIn, readPhoto } from '../tools/calibrate/photos';
import { nodeNetworks } from '../tests/support/node-networks';
import { createNodeRuntime } from '../tests/unit/face/node-runtime';
import { keyAlpha } from './matting/keyed';
import { matteError, type Alpha } from './matting/metrics';
import { ErrorTable } from './matting/table';
import { BACKGROUNDS, drawHair, HAIRS, type Sitter } from './matting/strands';

/** Side of the person's square in which mattes are compared. */
const SIDE = 512;
const FOLDER = 'out/matting';
/** Share of the edge that a key must explain, for its picture to count. */
const LEAST_KEYED = 0.25;
/** Whose heads get drawn hair: without hats, and well apart from their walls. */
const SITTERS = ['E000294', 'J000294', 'G000555', 'V000081'];

const option = (name: string) => {
	const at = process.argv.indexOf(`--${name}`);
	return at < 0 ? null : (process.argv[at + 1] ?? '');
};
if (!HAVE_PHOTOS) {
	console.error('There are no photos beside the checkout: nothing is measured.');
	process.exit(1);
}
const pictures = process.argv.includes('--pictures');
const only = option('only');
const people = Number(option('people') ?? Infinity);
if (pictures) mkdirSync(FOLDER, { recursive: true });

const executor = createCpuExecutor();
const pipeline = createFacePipeline(createNodeRuntime());
await pipeline.load();
const modnetFile = option('modnet');
const modnet = modnetFile
	? await nodeNetworks('cpu', 2).openNetwork('modnet', {
			graph: readFileSync(modnetFile),
			shards: [],
		})
	: null;

if (only !== 'keyed') await measureDrawn();
if (only !== 'drawn') await measureKeyed();
await pipeline.dispose();

async function measureDrawn(): Promise<void> {
	const table = new ErrorTable();
	for (const [n, name] of SITTERS.slice(0, people).entries()) {
		const file = `portraits/${name}.jpg`;
		const sitter = await sitterOf(await readPhoto(file));
		for (const [k, background] of BACKGROUNDS.entries()) {
			const hair = HAIRS[(n + k) % HAIRS.length];
			const { photo, alpha } = drawHair(sitter, hair, background, 100 * n + k);
			const subject = await subjectOf(photo);
			if (!subject) {
				console.log(`${file} ${hair} before ${background}: no face`);
				continue;
			}
			await measure(table, `${n}-${hair}-${background}`, photo, subject, () => alpha, null);
		}
		table.print(`Drawn hair, ${n + 1} people`);
	}
}

async function measureKeyed(): Promise<void> {
	const table = new ErrorTable();
	for (const file of photosIn('portraits').slice(0, people)) {
		const photo = await readPhoto(file);
		const subject = await subjectOf(photo);
		if (!subject) continue;
		const rough = joinedMask(subject, whole(photo), photo.width, photo);
		const chin = Math.round(subject.landmarks[3 * 152 + 1]);
		const middle = Math.round(subject.landmarks[3]);
		const name = file.replace(/^.*\/|\.\w+$/g, '');
		for (const [side, half] of Object.entries({
			left: [0, middle],
			right: [middle, photo.width],
		} as const)) {
			const keyed = keyAlpha(photo, rough, Math.min(chin, photo.height), half);
			if (!keyed || keyed.share < LEAST_KEYED) {
				const why = keyed ? `${Math.round(100 * keyed.share)}% can be keyed` : 'no even wall';
				console.log(`${name} ${side}: left out, ${why}`);
				continue;
			}
			await measure(table, `${name}-${side}`, photo, subject, () => keyed.alpha, keyed.counted);
		}
	}
	table.print('Keyed portraits');
}

/** Runs every way over one picture. */
async function measure(
	table: ErrorTable,
	name: string,
	photo: Pixels,
	subject: IdSubject,
	known: () => Alpha,
	counted: Uint8Array | null,
): Promise<void> {
	const person = personSquare(photo, subject, null);
	const { square } = person;
	const truth = reduced(known(), square);
	const seen = counted && visible(counted, photo, square);
	const rgba = resizeRegion(photo, square, SIDE, SIDE);
	const image: CpuPlane = {
		width: SIDE,
		height: SIDE,
		channels: 3,
		data: Float32Array.from(
			{ length: 3 * SIDE * SIDE },
			(_, i) => rgba[4 * Math.floor(i / 3) + (i % 3)] / 255,
		),
	};
	const raw = joinedMask(subject, square, SIDE, photo);
	const plain = guidedColour(executor, image, plane(raw), Math.round(SIDE / 77), 1e-4) as CpuPlane;
	const refine = async (finer: SquareMask | null) =>
		(
			await refinePerson(executor, photo, personSquare(photo, subject, finer), {
				square,
				side: SIDE,
			})
		).alpha;
	const ways: [string, Alpha][] = [
		['MediaPipe, raw', raw],
		[
			'plain guided filter of it',
			{ ...plain, data: plain.data.map((v) => Math.min(Math.max(v, 0), 1)) },
		],
		['ours', await refine(null)],
	];
	const perfect = perfectNetwork(known(), photo);
	ways.push(['ours of a perfect network', await refine(perfect)]);
	if (modnet) {
		const region = perfect.square;
		const matte = await cutOut(modnet, photo, region);
		ways.push(['MODNet, raw', joined([matte], square, SIDE, photo)]);
		ways.push(['ours of MODNet', await refine(matte)]);
	}
	for (const [way, alpha] of ways) table.add(way, matteError(alpha, truth, seen));
	if (pictures) {
		const planes = [truth, ...ways.map(([, alpha]) => alpha)];
		await writeStrip(`${FOLDER}/${name}.png`, rgba, planes);
	}
}

/** What a network gives that knows the truth: at its own size, over what the photo has of the square. */
function perfectNetwork(truth: Alpha, photo: Pixels): SquareMask {
	const region = whole(photo);
	const { width, height } = inputSize(region);
	return { square: region, width, height, data: resample(truth, region, width, height) };
}

/** The part of a person that surely is one: what the networks are sure of, less a border. */
async function sitterOf(photo: Pixels): Promise<Sitter> {
	const subject = await subjectOf(photo);
	if (!subject) throw new Error('a portrait without a face');
	const mask = joinedMask(subject, whole(photo), photo.width, photo);
	const sure = plane({ ...mask, data: mask.data.map((v) => (v > 0.9 ? 1 : 0)) });
	const inner = gaussian(
		executor,
		erode(executor, sure, Math.round(photo.width / 110)),
		1.2,
	) as CpuPlane;
	const at = (index: number) => ({
		x: subject.landmarks[3 * index],
		y: subject.landmarks[3 * index + 1],
	});
	const [forehead, chin, left, right] = [10, 152, 33, 263].map(at);
	return {
		photo,
		inner,
		eyes: { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 },
		headHeight: 1.3 * Math.hypot(chin.x - forehead.x, chin.y - forehead.y),
	};
}

async function subjectOf(photo: Pixels): Promise<IdSubject | null> {
	const [face, ...others] = await pipeline.findFaces(photo);
	return face
		? pipeline.idSubject(
				photo,
				face,
				others.map(({ box }) => box),
			)
		: null;
}

function whole({ width, height }: Pixels) {
	return { x: 0, y: 0, width, height };
}

function joinedMask(
	subject: IdSubject,
	square: SquareMask['square'],
	side: number,
	photo: Pixels,
): Alpha {
	return joined(subject.masks, square, side, photo);
}

function joined(
	masks: readonly SquareMask[],
	square: SquareMask['square'],
	side: number,
	photo: Pixels,
): Alpha {
	return { width: side, height: side, data: joinMasks(masks, square, side, photo) };
}

function plane({ width, height, data }: Alpha): CpuPlane {
	return { width, height, channels: 1, data };
}

/** A matte of the photo's size over a part of it. */
function reduced(alpha: Alpha, square: SquareMask['square']): Alpha {
	return { width: SIDE, height: SIDE, data: resample(alpha, square, SIDE, SIDE) };
}

function resample(
	{ width, height, data }: Alpha,
	region: SquareMask['square'],
	w: number,
	h: number,
) {
	const rgba = new Uint8ClampedArray(4 * width * height).fill(255);
	for (let i = 0; i < data.length; i++) rgba[4 * i] = Math.round(255 * data[i]);
	const out = resizeRegion({ width, height, data: rgba }, region, w, h);
	return Float32Array.from({ length: w * h }, (_, i) => out[4 * i] / 255);
}

function visible(counted: Uint8Array, photo: Pixels, square: SquareMask['square']): Uint8Array {
	const out = new Uint8Array(SIDE * SIDE);
	for (let i = 0; i < out.length; i++) {
		const x = Math.floor(square.x + (((i % SIDE) + 0.5) / SIDE) * square.width);
		const y = Math.floor(square.y + ((Math.floor(i / SIDE) + 0.5) / SIDE) * square.height);
		const inside = x >= 0 && y >= 0 && x < photo.width && y < photo.height;
		out[i] = inside ? counted[y * photo.width + x] : 0;
	}
	return out;
}

async function writeStrip(
	file: string,
	rgba: Uint8ClampedArray,
	planes: readonly Alpha[],
): Promise<void> {
	const width = SIDE * (planes.length + 1);
	const out = new Uint8Array(3 * width * SIDE);
	for (let y = 0; y < SIDE; y++) {
		for (let x = 0; x < SIDE; x++) {
			const i = y * SIDE + x;
			for (let c = 0; c < 3; c++) {
				out[3 * (y * width + x) + c] = rgba[4 * i + c];
				planes.forEach(({ data }, n) => {
					out[3 * (y * width + SIDE * (n + 1) + x) + c] = 255 * data[i];
				});
			}
		}
	}
	await sharp(out, { raw: { width, height: SIDE, channels: 3 } })
		.png()
		.toFile(file);
}

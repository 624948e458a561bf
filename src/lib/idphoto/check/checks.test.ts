import { expect, test } from 'vitest';
import { createCpuExecutor } from '$lib/compute/cpu-executor';
import type { IdRule, IdSubject } from '$lib/domain/id-photo';
import type { Pixels } from '$lib/image/warp';
import { DRAWN, drawnSubject } from '../../../../tests/unit/idphoto/drawn-subject';
import { plainSpec } from '../../../../tests/unit/idphoto/heads';
import { LEFT_IRIS, LIP_GAP, RIGHT_IRIS } from '../mesh';
import { createIdStudio } from '../studio';

const SIDE = 320;
const spec = plainSpec({ head: [0.5, 0.6], px: { width: 150, height: 200 } });
const clean = drawnSubject(SIDE);

function verdicts(photo: Pixels, subject: IdSubject): Map<IdRule, string> {
	const studio = createIdStudio(createCpuExecutor());
	studio.open(photo, subject, null);
	const { checks } = studio.fit(spec, 'unaltered', null);
	return new Map(checks.map(({ rule, verdict }) => [rule, verdict]));
}

/** The drawn photo with pixels changed where `where` says so (shares of the side). */
function painted(
	where: (x: number, y: number) => boolean,
	colour: (value: number) => number,
): Pixels {
	const data = clean.photo.data.slice();
	for (let p = 0; p < SIDE * SIDE; p++) {
		if (!where(((p % SIDE) + 0.5) / SIDE, (Math.floor(p / SIDE) + 0.5) / SIDE)) continue;
		for (let c = 0; c < 3; c++) data[4 * p + c] = colour(data[4 * p + c]);
	}
	return { ...clean.photo, data };
}

function moved(change: (landmarks: Float32Array) => void): IdSubject {
	const landmarks = clean.subject.landmarks.slice();
	change(landmarks);
	return { ...clean.subject, landmarks };
}

test('a drawn head in order passes what it can', () => {
	const found = verdicts(clean.photo, clean.subject);
	for (const rule of ['head-height', 'centred', 'roll', 'yaw', 'eyes-open', 'gaze', 'one-person'])
		expect(found.get(rule as IdRule), rule).toBe('pass');
	for (const rule of ['dark-lenses', 'face-shadow', 'exposure', 'background-even', 'hat'])
		expect(found.get(rule as IdRule), rule).toBe('pass');
});

test('half of a face in the dark is a shadow', () => {
	const photo = painted(
		(x) => x < DRAWN.middle,
		(value) => value * 0.3,
	);
	expect(verdicts(photo, clean.subject).get('face-shadow')).toBe('fail');
});

test('dark lenses hide the eyes', () => {
	const photo = painted(
		(x, y) => Math.abs(y - DRAWN.eyes) < 0.035 && Math.abs(x - DRAWN.middle) < 0.13,
		(value) => value * 0.15,
	);
	expect(verdicts(photo, clean.subject).get('dark-lenses')).toBe('fail');
});

test('lenses that mirror the light are glare', () => {
	const photo = painted(
		(x, y) => Math.abs(y - DRAWN.eyes) < 0.03 && Math.abs(x - DRAWN.middle - 0.07) < 0.03,
		() => 250,
	);
	expect(verdicts(photo, clean.subject).get('glasses-glare')).toBe('fail');
});

test('a burnt-out face is overexposed, a black one underexposed', () => {
	const everywhere = () => true;
	expect(
		verdicts(
			painted(everywhere, () => 255),
			clean.subject,
		).get('exposure'),
	).toBe('fail');
	const dark = painted(everywhere, (value) => value * 0.3);
	expect(verdicts(dark, clean.subject).get('exposure')).toBe('fail');
});

test('a wall that is half dark is uneven', () => {
	const photo = painted(
		(x, y) => x < 0.22 && y < 0.6,
		(value) => value * 0.4,
	);
	expect(verdicts(photo, clean.subject).get('background-even')).not.toBe('pass');
});

test('irises in the corners look aside', () => {
	const subject = moved((landmarks) => {
		for (const iris of [RIGHT_IRIS, LEFT_IRIS]) landmarks[3 * iris] += 0.014 * SIDE;
	});
	expect(verdicts(clean.photo, subject).get('gaze')).toBe('fail');
});

test('lips apart are an open mouth', () => {
	const subject = moved((landmarks) => {
		landmarks[3 * LIP_GAP[1] + 1] += 0.05 * SIDE;
	});
	expect(verdicts(clean.photo, subject).get('mouth-closed')).toBe('fail');
});

test('somebody else in the picture', () => {
	const size = 0.1 * SIDE;
	const others = [{ x: 0.65 * SIDE, y: 0.4 * SIDE, width: size, height: size }];
	expect(verdicts(clean.photo, { ...clean.subject, others }).get('one-person')).toBe('fail');
});

test('a head that leaves the photo says so, whatever room there is', () => {
	const cut = Math.round(0.25 * SIDE);
	const landmarks = clean.subject.landmarks.map((value, i) => (i % 3 === 1 ? value - cut : value));
	const height = SIDE - cut;
	const data = clean.photo.data.slice(cut * SIDE * 4);
	const masks = clean.subject.masks.map((mask) => ({
		...mask,
		square: { ...mask.square, y: -cut },
	}));
	const subject = { ...clean.subject, photo: { width: SIDE, height }, landmarks, masks };
	const found = verdicts({ width: SIDE, height, data }, subject);
	expect(found.get('room-above')).toBe('fail');
});

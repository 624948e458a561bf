import type { Advice, Pose } from '$lib/domain/face';

/** What tells how good a photo of a face is. */
export interface FaceQuality {
	readonly advice: readonly Pick<Advice, 'severity'>[];
	readonly pose: Pose;
}

/**
 * The photo that shows the face best: with the fewest warnings, then the fewest hints, then the one that looks most
 * nearly into the camera; the first of equals. @throws RangeError without any
 */
export function bestPhoto<T extends { readonly face: FaceQuality }>(photos: readonly T[]): T {
	if (photos.length === 0) throw new RangeError('the best of no photos');
	return photos.reduce((best, photo) => (compare(photo.face, best.face) < 0 ? photo : best));
}

function compare(a: FaceQuality, b: FaceQuality): number {
	const count = ({ advice }: FaceQuality, wanted: Advice['severity']) =>
		advice.filter(({ severity }) => severity === wanted).length;
	return (
		count(a, 'warning') - count(b, 'warning') ||
		count(a, 'hint') - count(b, 'hint') ||
		turned(a.pose) - turned(b.pose)
	);
}

const turned = ({ yaw, pitch }: Pose): number => Math.hypot(yaw, pitch);

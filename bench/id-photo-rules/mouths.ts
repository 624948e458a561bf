import type { HeadMeasure, IdCheck, IdSubject } from '../../src/lib/domain/id-photo';
import { facePatch } from '../../src/lib/idphoto/check/face-patch';
import { judge } from '../../src/lib/idphoto/check/limits';
import { mouthOpen } from '../../src/lib/idphoto/check/mouth';
import { IDENTITY, type Pixels } from '../../src/lib/image/warp';

export interface MouthRow {
	readonly file: string;
	/** As people see it. */
	readonly open: boolean;
	readonly measured: number;
	readonly verdict: IdCheck['verdict'];
}

/** What the check says of a photo that people looked at; nothing of others. */
export function mouthRow(
	file: string,
	photo: Pixels,
	subject: IdSubject,
	head: HeadMeasure,
	seen: Readonly<Record<'closed' | 'open', readonly string[]>>,
): MouthRow[] {
	const open = seen.open.includes(file);
	if (!open && !seen.closed.includes(file)) return [];
	const measured = mouthOpen(facePatch(photo, IDENTITY, subject, head));
	const { verdict } = judge('mouth-closed', measured);
	return [{ file, open, measured: Number(measured.toFixed(4)), verdict }];
}

import { viewOf } from '../header/bytes';
import { join, type Bytes } from './bytes';

const MAX_SEGMENT = 65533;

/**
 * The same JPEG with an APP1 segment, behind SOI and the JFIF segment where there is one.
 * @throws RangeError for more than one segment holds
 */
export function addJpegApp1(jpeg: Uint8Array, data: Uint8Array): Bytes {
	if (data.length > MAX_SEGMENT) throw new RangeError('the metadata is too long for one segment');
	const length = data.length + 2;
	const view = viewOf(jpeg);
	const at = view.getUint16(2) === 0xffe0 ? 4 + view.getUint16(4) : 2;
	const head = new Uint8Array([0xff, 0xe1, length >> 8, length & 255]);
	return join(jpeg.subarray(0, at), head, data, jpeg.subarray(at));
}

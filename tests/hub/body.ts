import type { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultKind } from './fault';
import type { HubFile } from './repository';

/** Written at once; small, so that a body is rarely in the socket whole. */
const CHUNK = 256 << 10;
/** Ticks of a slow line, in milliseconds. */
const TICK = 20;

/** `bytes=a-b`, `bytes=a-` or `bytes=-n` as [begin, end); null for anything else or outside the file. */
export function parseRange(header: string, size: number): [number, number] | null {
	const match = /^bytes=(\d*)-(\d*)$/.exec(header);
	if (!match || (!match[1] && !match[2])) return null;
	const begin = match[1] ? Number(match[1]) : Math.max(0, size - Number(match[2]));
	const end = match[1] && match[2] ? Math.min(size, Number(match[2]) + 1) : size;
	return begin < end ? [begin, end] : null;
}

/**
 * Sends [begin, end) of a file, with a fault of bodies.
 * @param onBytes told what was handed to the network
 */
export async function sendBody(
	response: ServerResponse,
	file: HubFile,
	[begin, end]: readonly [number, number],
	fault: FaultKind | null,
	onBytes: (count: number) => void,
): Promise<void> {
	const stop =
		fault?.kind === 'cut' || fault?.kind === 'stall' || fault?.kind === 'truncate'
			? Math.min(end, begin + fault.at)
			: end;
	const slice = fault?.kind === 'slow' ? Math.max(1, (fault.rate * TICK) / 1000) : CHUNK;
	for (let position = begin; position < stop; position += slice) {
		let bytes = file.bytes.subarray(position, Math.min(stop, position + slice));
		if (fault?.kind === 'wrong-byte' && fault.at >= position && fault.at < position + slice) {
			bytes = bytes.slice();
			bytes[fault.at - position] ^= 0x40;
		}
		if (response.destroyed) return;
		onBytes(bytes.length);
		if (!response.write(bytes)) await drained(response);
		if (fault?.kind === 'slow') await delay(TICK);
	}
	if (fault?.kind === 'stall') return;
	if (fault?.kind === 'cut') await cut(response);
	else response.end();
}

/** Lets what was written leave first, so that the cut is where it was asked for. */
async function cut(response: ServerResponse): Promise<void> {
	const { socket } = response;
	if (socket?.writableLength) await firstOf(socket, 'drain', 'close');
	socket?.destroy();
}

function drained(response: ServerResponse): Promise<void> {
	return firstOf(response, 'drain', 'close');
}

function firstOf(emitter: EventEmitter, ...events: readonly string[]): Promise<void> {
	return new Promise((resolve) => {
		const end = () => {
			for (const event of events) emitter.off(event, end);
			resolve();
		};
		for (const event of events) emitter.on(event, end);
	});
}

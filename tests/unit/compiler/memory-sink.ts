import { sha256 } from './tiny-pack';
import type { PackSink, PackWrite } from '../../../src/lib/compiler/compile/contract';

/** A pack in memory that can be stopped at a step and gone on with. */
export class MemorySink implements PackSink {
	readonly files = new Map<string, Uint8Array<ArrayBuffer>>();
	committed = 0;

	/** @param stopAt the commit of this step fails, before anything of it is kept */
	constructor(public stopAt = Infinity) {}

	async commit(step: number, writes: readonly PackWrite[]): Promise<void> {
		if (step !== this.committed) throw new Error(`step ${step} after ${this.committed}`);
		if (step === this.stopAt) throw new Error(`stopped at ${step}`);
		for (const { file, offset, bytes } of writes) {
			const before = this.files.get(file) ?? new Uint8Array();
			if (before.length !== offset) throw new Error(`${file} ends at ${before.length}`);
			const after = new Uint8Array(offset + bytes.length);
			after.set(before);
			after.set(bytes, offset);
			this.files.set(file, after);
		}
		this.committed++;
	}

	async digest(file: string) {
		const bytes = this.files.get(file)!;
		return { bytes: bytes.length, sha256: await sha256(bytes) };
	}
}

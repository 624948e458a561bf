/** What everybody needs to know about packs: plans, progress, what is installed, what can go wrong. */
import * as v from 'valibot';
import { repositoryPath } from './pack-catalogue';
import type { Component, Licence, Origin, PackEntry } from './pack-catalogue';

/** Lower case hex. */
export type Sha256 = string;
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const bytes = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(64e9));

/** A file as a hub lists it, pinned. */
export interface RemoteFile {
	readonly hub: string;
	readonly repo: string;
	/** The commit, never a branch; a hub without commits gives '' and the hashes pin the content. */
	readonly commit: string;
	readonly path: string;
	readonly bytes: number;
	/** Null where the hub does not tell (small files that are not LFS): pinned after the first download. */
	readonly sha256: Sha256 | null;
	readonly url: string;
}

/** `pack.json`: what a compiled pack is made of and consists of. The same sources give the same bytes: no dates. */
export const PackManifestSchema = v.object({
	format: v.literal(1),
	id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/)),
	/** Of the compiler. */
	compiler: v.pipe(v.string(), v.maxLength(64)),
	sources: v.pipe(
		v.array(
			v.object({
				component: v.string(),
				repo: v.string(),
				commit: v.string(),
				path: v.string(),
				bytes,
				sha256,
				licence: v.string(),
			}),
		),
		v.maxLength(64),
	),
	/** All other files of the pack. */
	files: v.pipe(v.array(v.object({ path: repositoryPath, bytes, sha256 })), v.maxLength(256)),
	/** Graphs by what they compute; weight files (`shards`) are shared between them. */
	models: v.record(
		v.string(),
		v.object({ graph: repositoryPath, shards: v.pipe(v.array(repositoryPath), v.maxLength(64)) }),
	),
	/** What the pipeline needs to know: scheduler, identity, sizes, scaling; written by the compiler. */
	settings: v.record(v.string(), v.unknown()),
});
export type PackManifest = v.InferOutput<typeof PackManifestSchema>;

/** What an install would do, resolved against the hub, before anything is fetched. */
export interface InstallPlan {
	readonly pack: PackEntry;
	readonly parts: readonly {
		readonly component: Component;
		readonly origin: Origin;
		readonly licence: Licence;
		readonly files: readonly RemoteFile[];
		/** Bytes of it that are on the device already. */
		readonly present: number;
	}[];
	readonly downloadBytes: number;
	/** On the device afterwards. */
	readonly keepBytes: number;
	/** Most bytes on the device while it installs. */
	readonly peakBytes: number;
	/** Files that changed since this pack was installed here before. */
	readonly changed: readonly {
		readonly path: string;
		readonly before: Sha256;
		readonly now: Sha256;
	}[];
	/** Measured by the probe; null when it could not be. */
	readonly bytesPerSecond: number | null;
}

export type InstallPhase = 'listing' | 'downloading' | 'compiling' | 'verifying' | 'finishing';

export interface InstallProgress {
	readonly pack: string;
	readonly phase: InstallPhase;
	/** Of the whole install. */
	readonly bytesDone: number;
	readonly bytesTotal: number;
	/** Over the last seconds; null while nothing moves. */
	readonly bytesPerSecond: number | null;
	readonly secondsLeft: number | null;
	/** The file or layer that is worked on. */
	readonly current: string;
	/** Set while it waits to try again. */
	readonly waiting: { readonly because: PackProblem; readonly retryAt: number } | null;
}

/** What the interface shows of an install: running here or in another tab, paused, or failed. */
export interface InstallState {
	readonly pack: string;
	readonly status: 'running' | 'paused' | 'failed';
	readonly progress: InstallProgress | null;
	readonly problem: { readonly kind: PackProblem; readonly detail: string } | null;
	/** Bytes that are kept and need not be fetched again. */
	readonly keptBytes: number;
}

/** An install that was begun: enough to go on after anything. */
export interface InstallRecord {
	readonly pack: string;
	/** The exact files: what was pinned stays pinned. */
	readonly files: readonly { readonly component: string; readonly file: RemoteFile }[];
	readonly status: 'running' | 'paused' | 'failed';
	readonly problem: { readonly kind: PackProblem; readonly detail: string } | null;
	readonly startedAt: number;
}

export interface InstalledPack {
	readonly id: string;
	readonly manifest: PackManifest;
	readonly bytes: number;
	/** Milliseconds since 1970. */
	readonly installedAt: number;
	readonly usedAt: number | null;
	/** Files that the browser has evicted or that failed verification. */
	readonly damaged: readonly string[];
}

export type PackProblem =
	| 'offline' // no network
	| 'hub-unreachable' // no answer, or the wrong kind of one
	| 'refused' // 401, 403: private, gated or expired
	| 'not-found' // a repository or file that is not there; the detail names what was looked for
	| 'changed' // another content than was pinned
	| 'corrupt' // bytes that do not match their hash, again and again
	| 'hub-busy' // 429, 5xx
	| 'disk-full'
	| 'no-storage' // the browser keeps nothing (private window)
	| 'unsafe' // a manifest, header or archive that breaks the rules
	| 'unsupported' // a checkpoint that the compiler cannot read
	| 'busy' // another tab installs
	| 'device'; // this device cannot run it

/** The message is English and names files; the interface words the kind. */
export class PackError extends Error {
	override readonly name = 'PackError';

	constructor(
		readonly kind: PackProblem,
		message: string,
		options?: ErrorOptions,
	) {
		super(message, options);
	}
}

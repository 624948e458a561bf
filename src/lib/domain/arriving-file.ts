import type { ByteSource } from './byte-source';
import type { Sha256 } from './pack';
import type { Component } from './pack-catalogue';

/** A file of a component, as it is being fetched or lies on disk: what installs hand to the compiler. */
export interface ArrivingFile {
	readonly component: Component;
	readonly path: string;
	readonly repo: string;
	readonly commit: string;
	/** Known before or after the whole file passed. */
	readonly sha256: () => Promise<Sha256>;
	readonly source: ByteSource;
}

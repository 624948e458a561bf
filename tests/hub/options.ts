export interface HubOptions {
	/** How long signed URLs are good for, in seconds. */
	readonly signedSeconds?: number;
	/** Fixed ports, for a page that must know them in advance; otherwise any that are free. */
	readonly ports?: readonly [hub: number, files: number];
	/** Whether pages may read Content-Range and ETag; not every host lets them. */
	readonly exposeHeaders?: boolean;
}

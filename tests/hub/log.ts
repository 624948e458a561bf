/** A request that the hub answered. */
export interface LoggedRequest {
	readonly method: string;
	readonly url: string;
	readonly kind: 'api' | 'resolve' | 'file';
	/** Of the repository; '' for listings. */
	readonly path: string;
	/** Of the file, as [begin, end); null without a body. */
	range: readonly [number, number] | null;
	/** Whether the client asked for a range. */
	readonly asked: boolean;
	status: number;
	fault: string | null;
	/** Of the body, as handed to the network. */
	served: number;
}

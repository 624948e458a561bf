import type { Control, Controlled } from './control';
import type { HubOptions } from './options';

/** The fake hub, from a page. */
export class HubClient {
	private constructor(readonly origin: string) {}

	/** A hub of one's own. @param parent origin of a running one: `inject('hubOrigin')` in Vitest */
	static async fork(parent: string, options: HubOptions = {}): Promise<HubClient> {
		const { origin } = await new HubClient(parent).send({ fork: options });
		return new HubClient(origin);
	}

	async send(command: Control): Promise<Controlled> {
		const response = await fetch(`${this.origin}/__control`, {
			method: 'POST',
			body: JSON.stringify(command),
		});
		if (!response.ok) throw new Error(await response.text());
		return response.json();
	}
}

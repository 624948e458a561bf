import { HUBS, type Hub } from '$lib/domain/hubs';
import type { HubClient } from '../contract';
import { huggingFace } from './huggingface';
import { modelScope } from './modelscope';
import type { HubEnvironment } from './request';
import { sameOrigin } from './same-origin';

const CLIENTS: Readonly<Record<Hub['kind'], (hub: Hub, environment: HubEnvironment) => HubClient>> =
	{ huggingface: huggingFace, modelscope: modelScope, 'same-origin': sameOrigin };

const PATIENCE = 30_000;

/**
 * Clients of hubs, in their order.
 * @param base address of the app, with a slash at its end; asked by hubs of the kind 'same-origin' alone
 */
export function hubClients(
	base: string,
	hubs: readonly Hub[] = HUBS,
	environment: Partial<HubEnvironment> = {},
): HubClient[] {
	const complete: HubEnvironment = {
		fetch: (...request) => fetch(...request),
		patience: PATIENCE,
		...environment,
		base,
	};
	return hubs.map((hub) => CLIENTS[hub.kind](hub, complete));
}

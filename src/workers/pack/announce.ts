import type { InstallState } from '$lib/domain/pack';
import { PACK_CHANNEL, type PackMessage } from '$lib/domain/pack-channel';

let channel: BroadcastChannel | undefined;

function post(message: PackMessage): void {
	channel ??= new BroadcastChannel(PACK_CHANNEL);
	channel.postMessage(message);
}

/** Tells every tab how far an install is. */
export function announceInstall(state: InstallState): void {
	post({ type: 'install', state });
}

/** Tells every tab that packs came, went or were checked. */
export function announceChange(): void {
	post({ type: 'changed' });
}

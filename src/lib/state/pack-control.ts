import { INSTALL_LOCK } from '$lib/domain/pack-channel';

/** Asks the tab that runs an install to pause it. */
const CONTROL_CHANNEL = 'likeness-packs-control';
/** Set once packs were begun here: whoever never had one pays no worker for the question. */
const KEY = 'likeness:packs';

/** Pauses an install of this pack in whichever tab runs it. */
export function askToPause(pack: string): void {
	const channel = new BroadcastChannel(CONTROL_CHANNEL);
	channel.postMessage(pack);
	channel.close();
}

/** Hears which install some tab wants to pause. Returns the function that stops it. */
export function onPauseAsked(listener: (pack: string) => void): () => void {
	const channel = new BroadcastChannel(CONTROL_CHANNEL);
	channel.onmessage = ({ data }: MessageEvent<string>) => listener(data);
	return () => channel.close();
}

/** Resolves when no tab installs. */
export async function installsEnded(): Promise<void> {
	await navigator.locks.request(INSTALL_LOCK, () => undefined);
}

/** Whether there may be anything of packs on this device. */
export function packsWereUsed(): boolean {
	try {
		return localStorage.getItem(KEY) !== null;
	} catch {
		return false; // storage is blocked: nothing can have been kept
	}
}

export function rememberPacks(): void {
	try {
		localStorage.setItem(KEY, '1');
	} catch {
		// Storage is blocked: the install itself will say so.
	}
}

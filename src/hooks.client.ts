import { resolve } from '$app/paths';
import { pwa } from '$lib/state/pwa.svelte';

/** Runs once, before the first page. */
export function init(): void {
	pwa.start(new URL(resolve('/'), location.href).href);
}

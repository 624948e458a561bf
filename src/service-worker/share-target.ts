import { SHARED_CACHE, SHARED_KEY, SHARED_NAME_HEADER } from '$lib/domain/offline';

/** The address named in the manifest's share_target; it exists in the service worker alone. */
const PATH = 'share-target';

export function isShare(request: Request, scope: string): boolean {
	return request.method === 'POST' && request.url === new URL(PATH, scope).href;
}

/**
 * Another app shared a picture with us: keeps it on the device for the page and opens the studio,
 * which picks it up. Nothing is sent anywhere; a form without a picture just opens the studio.
 */
export async function receiveShare(request: Request, scope: string): Promise<Response> {
	const file = (await request.formData()).get('photo');
	if (!(file instanceof File)) return Response.redirect(scope, 303);
	const cache = await caches.open(SHARED_CACHE);
	const headers = {
		'content-type': file.type,
		[SHARED_NAME_HEADER]: encodeURIComponent(file.name),
	};
	await cache.put(new URL(SHARED_KEY, scope), new Response(file, { headers }));
	return Response.redirect(new URL('?shared=1', scope).href, 303);
}

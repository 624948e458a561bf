/** For decode.browser.test.ts: decodes what it is sent and sends the photo, or the error's text, back. */
import { decodePhoto } from '$lib/image/decode';

// Vitest rewrites dynamic imports to call a helper that it gives to pages, not to workers.
Object.assign(self, {
	__vitest_browser_runner__: { wrapDynamicImport: (load: () => unknown) => load() },
});

self.onmessage = async ({ data }: MessageEvent<Blob>) => {
	try {
		const photo = await decodePhoto(data, 'from the page');
		self.postMessage(photo, { transfer: [photo.bitmap] });
	} catch (error) {
		self.postMessage(String(error));
	}
};

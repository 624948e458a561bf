import path from 'node:path';
import type { SelfieSegmentation } from '@mediapipe/selfie_segmentation';
import { type Browser, chromium, type Page } from 'playwright';
import { CHROMIUM_FLAGS, findChromium } from '../find-chromium';

const ORIGIN = 'http://mediapipe.test';
const FOLDER = path.resolve(
	import.meta.dirname,
	'../../node_modules/@mediapipe/selfie_segmentation',
);

/** What the package's script and ours leave on the page. */
interface MediapipePage {
	SelfieSegmentation: typeof SelfieSegmentation;
	solution: SelfieSegmentation;
}

/** MediaPipe's own person mask, run by its own wasm and WebGL in Chromium; no network is used. */
export class MediapipeMask {
	readonly #browser: Browser;
	readonly #page: Page;

	private constructor(browser: Browser, page: Page) {
		this.#browser = browser;
		this.#page = page;
	}

	static async launch(): Promise<MediapipeMask> {
		const browser = await chromium.launch({
			executablePath: findChromium(),
			args: CHROMIUM_FLAGS,
		});
		const page = await browser.newPage();
		// Every request is answered from the package's folder, and the page itself is empty.
		await page.route('**', (route) => {
			const { origin, pathname } = new URL(route.request().url());
			if (origin !== ORIGIN) return route.abort();
			if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: '' });
			return route.fulfill({ path: path.join(FOLDER, path.basename(pathname)) });
		});
		await page.goto(ORIGIN);
		await page.addScriptTag({ url: '/selfie_segmentation.js' });
		await page.evaluate(async () => {
			const scope = window as unknown as MediapipePage;
			scope.solution = new scope.SelfieSegmentation({ locateFile: (file) => `/${file}` });
			scope.solution.setOptions({ modelSelection: 0 }); // 0: general, 1: landscape
			await scope.solution.initialize();
		});
		return new MediapipeMask(browser, page);
	}

	/**
	 * The mask of a picture of the network's own size, so that nothing is resized.
	 * @param rgb side x side x 3 bytes
	 * @returns side x side numbers 0..1, 8 bits deep
	 */
	async segment(rgb: Uint8Array, side: number): Promise<Float32Array> {
		const mask = await this.#page.evaluate(
			async ([rgb, side]) => {
				const image = new ImageData(side, side);
				rgb.forEach((value, i) => (image.data[4 * Math.floor(i / 3) + (i % 3)] = value));
				for (let i = 3; i < image.data.length; i += 4) image.data[i] = 255;
				const canvas = document.createElement('canvas');
				canvas.width = canvas.height = side;
				canvas.getContext('2d')!.putImageData(image, 0, 0);

				const { solution } = window as unknown as MediapipePage;
				const mask = new Promise<CanvasImageSource>((resolve) =>
					solution.onResults((results) => resolve(results.segmentationMask)),
				);
				await solution.send({ image: canvas });
				const context = new OffscreenCanvas(side, side).getContext('2d')!;
				context.drawImage(await mask, 0, 0);
				const { data } = context.getImageData(0, 0, side, side);
				return Array.from({ length: side * side }, (_, i) => data[4 * i + 3]);
			},
			[[...rgb], side] as const,
		);
		return Float32Array.from(mask, (value) => value / 255);
	}

	close(): Promise<void> {
		return this.#browser.close();
	}
}

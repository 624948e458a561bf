import { expect, test } from 'vitest';
import { isForOtherBrowsers, isShell } from './files';

const file = (url: string, bytes = 1000) => ({ url, revision: null, bytes });

test.each([
	'./',
	'gallery',
	'boot.js',
	'_app/immutable/nodes/0.a.js',
	'_app/immutable/assets/0.a.css',
	'icons/icon-192.png',
	'manifest.webmanifest',
])('%s belongs to the shell', (url) => {
	expect(isShell(file(url))).toBe(true);
});

test.each([
	file('_app/immutable/assets/ort.jspi.abc.wasm'),
	file('models/builtin.json'),
	file('models/iris.a0a6.onnx'),
	file('_app/immutable/assets/watercolour.abc.webp'),
	file('_app/immutable/chunks/heic.js', 2_000_000),
])('$url follows in the background', (built) => {
	expect(isShell(built)).toBe(false);
});

test('only the build of the runtime that this engine uses is fetched', () => {
	const jspi = file('_app/immutable/assets/ort-wasm-simd-threaded.jspi.abc.wasm');
	const asyncify = file('_app/immutable/assets/ort-wasm-simd-threaded.asyncify.abc.wasm');
	expect([jspi, asyncify].map((one) => isForOtherBrowsers(one, true))).toEqual([false, true]);
	expect([jspi, asyncify].map((one) => isForOtherBrowsers(one, false))).toEqual([true, false]);
});

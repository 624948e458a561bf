import { expect, test } from 'vitest';
import { siteRoot } from './site-root';

test.each([
	['http://localhost:5173/src/workers/face.ts?worker_file&type=module', 'http://localhost:5173/'],
	['https://a.example/_app/immutable/workers/face-Dk1.js', 'https://a.example/'],
	['https://a.example/like/ness/_app/immutable/workers/x.js', 'https://a.example/like/ness/'],
	['https://a.example/x.js', 'https://a.example/'],
])('%s is served below %s', (address, root) => {
	expect(siteRoot(address)).toBe(root);
});

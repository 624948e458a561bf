/** One step of two compiled UNets of the same weights, on the CPU of onnxruntime. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const STEP = path.resolve(import.meta.dirname, 'run-step.ts');

/** @returns how far the first is from the second: cosine and signal to noise of the prediction */
export function compareSteps(small: string, reference: string) {
	const [a, b] = [small, reference].map(predict);
	let product = 0;
	let squares = 0;
	let own = 0;
	let error = 0;
	for (let i = 0; i < b.length; i++) {
		product += a[i] * b[i];
		own += a[i] ** 2;
		squares += b[i] ** 2;
		error += (a[i] - b[i]) ** 2;
	}
	return {
		'256 x 256': {
			finite: a.every(Number.isFinite) && b.every(Number.isFinite),
			cosine: Number((product / Math.sqrt(own * squares)).toFixed(5)),
			'SQNR dB': Number((10 * Math.log10(squares / error)).toFixed(2)),
		},
	};
}

/** In a process of its own, which gives its gigabytes back. */
function predict(folder: string): Float32Array {
	const out = path.join(folder, 'prediction.f32');
	execFileSync('npx', ['tsx', STEP, folder, out], { stdio: ['ignore', 'ignore', 'inherit'] });
	return new Float32Array(Uint8Array.from(readFileSync(out)).buffer);
}

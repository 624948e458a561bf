/**
 * A worker for the tests of GenerateClient: its device is lost, or its memory full, as the prompt says and as often as
 * the seed says. It tells in its answers what it was asked before.
 */
import { expose, transferHandlers } from 'comlink';
import { RuntimeError, type RuntimeProblem } from '$lib/domain/runtime';
import { carryErrors } from '$lib/domain/wire-error';
import type { GenerateApi } from '../../workers/api';

carryErrors(transferHandlers);

/** Its name says how many came before it: so often one has failed. */
const failed = Number(self.name);
let opened = '';
const known: string[] = [];

const api: GenerateApi = {
	async open(_, pack, { lowMemory }) {
		opened = `${pack} ${lowMemory}`;
		return {
			pack,
			hash: '',
			backend: 'wasm',
			attention: 'sliced',
			lowMemory: lowMemory === true,
			defaults: { sampler: 'lcm', steps: 4, guidance: 1, identityScale: 0.7 },
			sizes: { least: 256, most: 768, step: 64 },
			identity: true,
			freeText: true,
		};
	},
	async identify(_, faces) {
		const key = `face ${faces[0][0]}`;
		known.push(key);
		return key;
	},
	async generate(_, { recipe, identity }, onStep) {
		onStep({ step: 1, steps: 1, preview: null });
		if (failed < recipe.seed) throw new RuntimeError(recipe.prompt as RuntimeProblem, 'planned');
		if (identity !== null && !known.includes(identity)) throw new RangeError(`who is ${identity}?`);
		return {
			picture: await createImageBitmap(new ImageData(2, 2)),
			timing: { milliseconds: 0, runMilliseconds: 0, steps: opened.endsWith('true') ? 2 : 1 },
		};
	},
	async tensors() {
		return known.length;
	},
	cancel() {
		// Nothing takes long here.
	},
	dispose: async () => {},
};

expose(api);

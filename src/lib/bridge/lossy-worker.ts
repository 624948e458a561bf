/**
 * A worker for the tests of the clients: a GPU that is lost in every call. It speaks as much of both APIs
 * as those tests need, and tells in its answers what it was asked before.
 */
import { expose, transferHandlers } from 'comlink';
import { RuntimeError, type BackendChoice, type RuntimeStatus } from '$lib/domain/runtime';
import { carryErrors } from '$lib/domain/wire-error';
import type { ExecutorChoice, FaceApi, StudioApi } from '../../workers/api';

carryErrors(transferHandlers);

let backend: BackendChoice | null = null;
let drawer: ExecutorChoice | null = null;

const api: Pick<FaceApi, 'start' | 'describe' | 'cancel'> &
	Pick<StudioApi, 'open' | 'render' | 'status'> = {
	async start(_, choice): Promise<RuntimeStatus> {
		backend = choice;
		return {
			backend: choice === 'wasm' ? 'wasm' : 'webgpu',
			reason: choice === 'wasm' ? 'chosen' : 'webgpu-ok',
			build: 'jspi',
			adapter: null,
			selfTest: [],
		};
	},
	async describe() {
		if (backend !== 'wasm') throw new RuntimeError('device-lost', String(backend));
		return Float32Array.of(1);
	},
	async open(_, __, prefer) {
		drawer = prefer;
	},
	async render(_, { seed }, side) {
		const kind = seed === 0 ? 'device-lost' : 'out-of-memory';
		if (drawer !== 'cpu') throw new RuntimeError(kind, String(drawer));
		return {
			side,
			picture: await createImageBitmap(new ImageData(side, side)),
			cutout: new Uint8ClampedArray(side * side),
			fromPortrait: [1, 0, 0, 0, 1, 0],
			likenessMeaningful: true,
			executor: 'cpu',
			milliseconds: 0,
		};
	},
	async status() {
		return { executor: drawer === 'cpu' ? 'cpu' : 'gpu', reason: 'chosen' };
	},
	cancel() {
		// Nothing takes long here.
	},
};

expose(api);

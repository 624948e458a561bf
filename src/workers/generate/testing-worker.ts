/**
 * The generating worker for tests. Its name says how often the device is lost: `losing-7` in every seventh run of the
 * UNet; others never. It also tells latents before they are decoded, from noise that is given.
 */
import { expose, transferHandlers } from 'comlink';
import type { DrawRequest } from '$lib/diffusion/pipeline';
import { RuntimeError } from '$lib/domain/runtime';
import { carryErrors } from '$lib/domain/wire-error';
import { createRuntime } from '$lib/runtime/create-runtime';
import { createGenerateService } from './service';

carryErrors(transferHandlers);

const every = Number(/^losing-(\d+)$/.exec(self.name)?.[1] ?? Infinity);

/** The real runtime, on a device that goes away: from then on everything fails, as Sessions does it. */
const losing: typeof createRuntime = async (options) => {
	const runtime = await createRuntime(options);
	let runs = 0;
	let lost: RuntimeError | null = null;
	return {
		...runtime,
		async openNetwork(name, files, signal) {
			if (lost) throw lost;
			const network = await runtime.openNetwork(name, files, signal);
			return {
				...network,
				async run(feeds, signal) {
					if (name.startsWith('unet-') && ++runs % every === 0) {
						lost = new RuntimeError('device-lost', 'planned');
					}
					if (lost) throw lost;
					return network.run(feeds, signal);
				},
			};
		},
	};
};

const service = createGenerateService(losing);

const testing = {
	...service.api,
	/** Latents of a request whose noise is drawn from these, one after the other. */
	async latents(request: Omit<DrawRequest, 'noise'>, noise: readonly Float32Array[]) {
		const draws = [...noise];
		const latents = await service
			.current()
			.pipeline.denoise(
				{ ...request, noise: { draw: () => Float32Array.from(draws.shift()!) } },
				() => {},
			);
		if ('data' in latents) throw new Error('no step was made');
		const { dims } = latents;
		const data = await latents.read();
		latents.dispose();
		return { dims, data };
	},
};
export type TestingApi = typeof testing;

expose(testing);

/** A single-file checkpoint gives the pack that its three models give when each is a file of its own. */
import { expect, test } from 'vitest';
import type { Checkpoint } from '../../../src/lib/compiler/checkpoint';
import type { UnetConfig } from '../../../src/lib/compiler/models/unet/config';
import { PREDICTION } from '../../../src/lib/compiler/models/unet/ports';
import type { ReadFixture } from '../../golden/case';
import { goldenJson } from '../../golden/fixture';
import { sampleFeeds, timestepFeed } from '../../golden/unet';
import { readFixture } from '../../support/golden';
import { manifest } from '../../support/manifest';
import { normal, randomCheckpoint } from '../../support/memory-checkpoint';
import { float32, writeSafetensors, type TensorBytes } from '../../support/safetensors';
import type { TinyComponents } from './tiny-pack';
import { Pack } from './tiny-run';

type Keymap = Readonly<
	Record<string, Readonly<Record<string, { ldm: string; ldm_shape?: readonly number[] }>>>
>;

/** The published sizes, and smaller ones: still whole groups of 32. */
const UNET = {
	320: 32,
	640: 64,
	960: 96,
	1280: 128,
	1920: 192,
	2560: 256,
	5120: 512,
	10240: 1024,
	768: 64,
};
/** As in the map of names, whose last levels are equally wide. */
const VAE = { 128: 32, 256: 64, 512: 64 };
const TEXT = { 768: 64, 3072: 256, 49408: 100 };

interface Part {
	readonly name: 'unet' | 'vae' | 'text_encoder';
	readonly published: string;
	readonly widths: Readonly<Record<number, number>>;
}
const PARTS: readonly Part[] = [
	{ name: 'unet', published: 'sd15_unet', widths: UNET },
	{ name: 'vae', published: 'sd15_vae_new_names', widths: VAE },
	{ name: 'text_encoder', published: 'sd15_text_encoder', widths: TEXT },
];

/** The files by name: one for each part, and all in one under the names of LDM. */
async function makeFiles(): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
	const keymap = (await goldenJson('ldm_keymap.json', readFixture)) as Keymap;
	const files = new Map<string, Uint8Array<ArrayBuffer>>();
	const all: Record<string, TensorBytes> = {};
	for (const [i, { name, published, widths }] of PARTS.entries()) {
		const shapes = scaled(await manifest(published), Object.keys(keymap[name]), widths);
		const checkpoint = randomCheckpoint(shapes, i + 1);
		const own: Record<string, TensorBytes> = {};
		for (const tensor of checkpoint.names()) {
			const values = Array.from(await checkpoint.read(tensor));
			const { ldm, ldm_shape: isConv } = keymap[name][tensor];
			own[tensor] = float32(shapes[tensor], values);
			all[ldm] = { ...own[tensor], shape: [...shapes[tensor], ...(isConv ? [1, 1] : [])] };
		}
		files.set(`${name}.safetensors`, writeSafetensors(own));
	}
	// What training leaves behind is passed over.
	all['model_ema.decay'] = float32([], [1]);
	return files.set('all.ckpt.safetensors', writeSafetensors(all));
}

function scaled(published: Checkpoint, names: readonly string[], widths: Part['widths']) {
	const shapes = names
		.filter((name) => published.info(name))
		.map((name) => [name, published.info(name)!.shape.map((size) => widths[size] ?? size)]);
	return Object.fromEntries(shapes) as Record<string, number[]>;
}

test('is split into a UNet, a text encoder and an autoencoder', async () => {
	const files = await makeFiles();
	const read: ReadFixture = async (file) => files.get(file) ?? readFixture(file);
	const apart: TinyComponents = {
		base: { role: 'unet', files: ['unet.safetensors'] },
		text: { role: 'text-encoder', files: ['text_encoder.safetensors'] },
		vae: { role: 'vae', files: ['vae.safetensors'] },
	};
	// Somebody else's configuration lies in the same folder.
	const whole: TinyComponents = {
		base: { role: 'unet', files: ['all.ckpt.safetensors', 'clip_text/text_encoder/config.json'] },
	};
	const [one, three] = [await Pack.compile(whole, read), await Pack.compile(apart, read)];
	expect(one.manifest.models).toEqual(three.manifest.models);
	expect(one.manifest.files).toEqual(three.manifest.files);
	expect(one.manifest.settings).toEqual(three.manifest.settings);
	expect(Object.keys(one.manifest.models)).toEqual(
		expect.arrayContaining(['unet-fused', 'text-encoder', 'vae-encoder', 'vae-decoder']),
	);

	// It runs: from token ids to a picture.
	const next = normal(7);
	const ids = { dims: [1, 77], data: new Int32Array(77).fill(5) };
	const { context } = await one.run('text-encoder', { ids });
	const sample = { dims: [1, 4, 8, 8], data: new Float32Array(256).map(next) };
	const config = one.manifest.settings.unet as UnetConfig;
	const outputs = await one.run('unet-sliced', {
		...sampleFeeds(config, sample),
		...timestepFeed(config, { dims: [1], data: Float32Array.of(259) }),
		...(await one.run('text-conditioning-sliced', { encoder_hidden_states: context })),
	});
	const { image } = await one.run('vae-decoder', { latents: outputs[PREDICTION] });
	expect(image.dims).toEqual([1, 3, 64, 64]);
	expect(image.data.every(Number.isFinite)).toBe(true);
	expect(new Set(image.data).size).toBeGreaterThan(1000);
});

import { expect, test } from 'vitest';
import { goldenCheckpoint, memorySource } from '../../../../tests/golden/fixture';
import { readFixture } from '../../../../tests/support/golden';
import { float32, writeSafetensors } from '../../../../tests/support/safetensors';
import { canonicalNames, canonicalTaesd } from './canonical';
import { openSafetensors } from './safetensors';

const manifests = JSON.parse(
	new TextDecoder().decode(await readFixture('full_size_manifests.json')),
) as Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;

test('older attention names of AutoencoderKL', async () => {
	const old = await goldenCheckpoint(
		'vae_kl/vae/diffusion_pytorch_model.legacy_attn_names.fp16.safetensors',
		readFixture,
	);
	const present = await goldenCheckpoint(
		'vae_kl/vae/attention_only_new_names.fp16.safetensors',
		readFixture,
	);
	const renamed = canonicalNames(old);
	const missing = Object.keys(manifests.sd15_vae_new_names).filter((name) => !renamed.info(name));
	// The tiny network is as wide in its third level as in its second: no shortcut.
	expect(missing.filter((name) => !/\.2\.resnets\.0\.conv_shortcut/.test(name))).toEqual([]);
	for (const name of present.names()) {
		expect(renamed.info(name)!.shape).toEqual(present.info(name)!.shape);
		expect(await renamed.read(name)).toEqual(await present.read(name));
	}
	expect(canonicalNames(present).names()).toEqual(present.names());
});

test('1x1 convolutions become matrices, position_ids go', async () => {
	const file = writeSafetensors({
		'text_model.embeddings.position_ids': float32([1, 2], [0, 1]),
		'decoder.mid_block.attentions.0.query.weight': float32([2, 2, 1, 1], [1, 2, 3, 4]),
		'decoder.conv_out.weight': float32([1, 1, 1, 1], [7]),
	});
	const renamed = canonicalNames(await openSafetensors(memorySource(file), 'a'));
	expect(renamed.names()).toEqual([
		'decoder.mid_block.attentions.0.to_q.weight',
		'decoder.conv_out.weight',
	]);
	expect(renamed.info('decoder.mid_block.attentions.0.to_q.weight')!.shape).toEqual([2, 2]);
	expect(renamed.info('decoder.conv_out.weight')!.shape).toEqual([1, 1, 1, 1]);
});

test('the official files of TAESD', async () => {
	const expected = await goldenCheckpoint(
		'taesd/vae/diffusion_pytorch_model.fp16.safetensors',
		readFixture,
	);
	for (const half of ['encoder', 'decoder'] as const) {
		const file = `taesd/official_names/taesd_${half}.safetensors`;
		const renamed = canonicalTaesd(await goldenCheckpoint(file, readFixture), half);
		const names = expected.names().filter((name) => name.startsWith(half));
		expect([...renamed.names()].sort()).toEqual([...names].sort());
		for (const name of names) expect(await renamed.read(name)).toEqual(await expected.read(name));
	}
});

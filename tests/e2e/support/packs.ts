import { expect, type Locator, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { startHub, type FakeHub } from '../../hub/server';
import { tinyFiles } from '../../support/tiny-generation';

/** The edition with the fake hub, see playwright.config.ts and tests/fixtures/packs. */
export const PACKS_ORIGIN = 'http://localhost:4181';
export const HUB_ORIGINS = ['http://127.0.0.1:4191', 'http://127.0.0.1:4192'];
const HUB_PORTS = [4191, 4192] as const;

const GOLDEN = 'tests/fixtures/golden';
const WEIGHTS = 'diffusion_pytorch_model.fp16.safetensors';
/** Repository and path there, and the fixture that it is. */
const FILES = [
	['tests/tiny-unet', `unet/${WEIGHTS}`, `unet_a/unet/${WEIGHTS}`],
	['tests/tiny-unet', 'unet/config.json', 'unet_a/unet/config.json'],
	[
		'tests/tiny-text',
		'text_encoder/model.fp16.safetensors',
		'clip_text/text_encoder/model.fp16.safetensors',
	],
	['tests/tiny-text', 'text_encoder/config.json', 'clip_text/text_encoder/config.json'],
	['tests/tiny-vae', `vae/${WEIGHTS}`, `taesd/vae/${WEIGHTS}`],
	['tests/tiny-vae', 'vae/config.json', 'taesd/vae/config.json'],
	// The second of the names that the catalogue knows: resolved by listing.
	['tests/tiny-faceid', 'ip-adapter-faceid_tiny.bin', 'ip_faceid/ip-adapter-faceid_tiny.bin'],
] as const;
/** The same of what the fixtures do not have: with these a pack can draw. */
const WRITTEN = [
	['tests/tiny-words', 'tokenizer/vocab.json', 'tiny/vocab.json'],
	['tests/tiny-words', 'tokenizer/merges.txt', 'tiny/merges.txt'],
	['tests/tiny-face', 'face.onnx', 'tiny/face.onnx'],
] as const;

/** The hub that the edition asks, with the tiny pack's repositories. */
export async function startTinyHub(): Promise<FakeHub> {
	const hub = await startHub({ ports: HUB_PORTS });
	await fillHub(hub);
	return hub;
}

export async function fillHub(hub: FakeHub): Promise<void> {
	hub.reset();
	for (const [repo, path, fixture] of FILES) {
		hub.repository(repo).put(path, await readFile(`${GOLDEN}/${fixture}`));
	}
	const written = await tinyFiles(
		async (path) => new Uint8Array(await readFile(`${GOLDEN}/${path}`)),
	);
	for (const [repo, path, file] of WRITTEN) {
		hub.repository(repo).put(path, Buffer.from(written.get(file)!));
	}
}

/** Installing on a slow machine: no measure of speed, only an end to waiting. */
export const INSTALLED = { timeout: 120_000 };

/** The card of the tiny pack, offered or installed. */
export function tiny(page: Page): Locator {
	return page.getByRole('article', { name: 'Tiny' });
}

/** Opens the page and the offer, agrees to the terms and starts the install. */
export async function startInstall(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Download Tiny' }).click();
	await page.getByRole('checkbox').check();
	await page.getByRole('button', { name: /^Download \d/ }).click();
	await expect(page.getByRole('dialog')).toBeHidden();
}

/** Waits until it is installed. */
export async function installed(page: Page): Promise<void> {
	await expect(tiny(page).getByRole('button', { name: 'Check', exact: true })).toBeVisible(
		INSTALLED,
	);
}

/** Has every byte read again and expects all of them right. */
export async function expectVerified(page: Page): Promise<void> {
	await tiny(page).getByRole('button', { name: 'Check', exact: true }).click();
	await expect(tiny(page).getByText('every byte is as it was published')).toBeVisible(INSTALLED);
}

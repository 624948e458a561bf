/** What a plan says of LoRAs whose modules the base has only in part. */
import { expect, test } from 'vitest';
import { planPack } from '../../../src/lib/compiler/compile/compile';
import { accountFiles } from '../../../src/lib/compiler/plan/account';
import { describePlan } from '../../../tools/pack/report';
import type { ReadFixture } from '../../golden/case';
import { goldenCheckpoint } from '../../golden/fixture';
import { readFixture } from '../../support/golden';
import { float32, writeSafetensors } from '../../support/safetensors';
import { TINY_LORA, tinyInput } from './tiny-pack';

const [LORA] = TINY_LORA.lora.files;
/** bk-sdm-base has no second ResNet in its down blocks, which LoRAs for SD1.5 change. */
const LACKING = 'lora_unet_down_blocks_0_resnets_7_conv1';

/** The LoRA of the fixture with one module more. */
const read: ReadFixture = async (file) => {
	if (file !== LORA) return readFixture(file);
	const lora = await goldenCheckpoint(LORA, readFixture);
	const tensors = lora.names().map(async (name) => {
		return [name, float32(lora.info(name)!.shape, Array.from(await lora.read(name)))] as const;
	});
	return writeSafetensors({
		...Object.fromEntries(await Promise.all(tensors)),
		[`${LACKING}.lora_down.weight`]: float32([1, 2], [1, 2]),
		[`${LACKING}.lora_up.weight`]: float32([2, 1], [1, 2]),
	});
};

test('modules of a LoRA that match nothing are named in the plan', async () => {
	const plan = await planPack(await tinyInput(TINY_LORA, read));
	const [unet, text] = plan.loras;
	expect(unet).toMatchObject({ component: 'lora', target: 'unet', unused: [LACKING] });
	expect(text).toMatchObject({ component: 'lora', target: 'text-encoder', unused: [] });
	expect(unet.modules).toBeGreaterThan(10);
	expect(text.modules).toBeGreaterThan(1);
	const { unused } = accountFiles(plan).find(({ component }) => component === 'lora')!;
	const reason = 'is for a module that this pack has not';
	expect(unused).toEqual([
		{ name: `${LACKING}.lora_down.weight`, reason },
		{ name: `${LACKING}.lora_up.weight`, reason },
	]);
	expect(describePlan(plan)).toContain(
		`lora (${LORA}): ${unet.modules} modules of the unet\n  1 match nothing and are left out, such as ${LACKING}`,
	);
});

test('a LoRA that fits is told without a word of what is left out', async () => {
	const plan = await planPack(await tinyInput(TINY_LORA, readFixture));
	expect(plan.loras.map(({ unused }) => unused)).toEqual([[], []]);
	expect(describePlan(plan)).not.toContain('left out');
});

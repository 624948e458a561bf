/** Traits of the collectible sets: what a seed draws, and how seldom. */
import { chance, pickByWeight } from './chance';
import type { Text, TraitSetId } from './style';

export interface TraitOption {
	readonly id: string;
	readonly name: Text;
	/** What the prompt says; '' for nothing. */
	readonly words: string;
	/** Beside the others of its trait. */
	readonly weight: number;
}

export interface Trait {
	readonly id: string;
	readonly name: Text;
	readonly options: readonly TraitOption[];
}

/** What a seed drew of a trait. */
export interface DrawnTrait {
	readonly trait: Trait;
	readonly option: TraitOption;
	/** 0..1 */
	readonly share: number;
}

const option = (
	id: string,
	en: string,
	zh: string,
	words: string,
	weight: number,
): TraitOption => ({
	id,
	name: { en, 'zh-CN': zh },
	words,
	weight,
});

const CYBER: readonly Trait[] = [
	{
		id: 'hair',
		name: { en: 'Hair', 'zh-CN': '发型' },
		options: [
			option('natural', 'Natural', '原色', 'natural hair', 34),
			option('neon-streaks', 'Neon streaks', '霓虹挑染', 'hair with neon streaks', 28),
			option('teal', 'Teal', '青色', 'teal hair', 18),
			option('pink', 'Hot pink', '亮粉', 'hot pink hair', 14),
			option('fibre', 'Fibre optic', '光纤', 'glowing fibre optic hair', 6),
		],
	},
	{
		id: 'eyes',
		name: { en: 'Eyes', 'zh-CN': '眼部' },
		options: [
			option('plain', 'Plain', '无', '', 34),
			option('glasses', 'Mirror glasses', '镜面墨镜', 'mirrored glasses on the forehead', 28),
			option('visor', 'Clear visor', '透明目镜', 'thin transparent visor', 22),
			option('iris', 'Glowing iris', '发光虹膜', 'glowing amber irises', 12),
			option('gold', 'Golden eyes', '黄金之眼', 'liquid gold eyes', 4),
		],
	},
	{
		id: 'implant',
		name: { en: 'Implant', 'zh-CN': '植入体' },
		options: [
			option('none', 'None', '无', '', 40),
			option('line', 'Cheek line', '颊线', 'thin glowing line on the cheek', 26),
			option('port', 'Temple port', '太阳穴接口', 'small chrome port at the temple', 20),
			option('ear', 'Ear antenna', '耳部天线', 'metal ear antenna', 10),
			option('crown', 'Circuit crown', '电路王冠', 'floating circuit crown', 4),
		],
	},
	{
		id: 'jacket',
		name: { en: 'Jacket', 'zh-CN': '夹克' },
		options: [
			option('leather', 'Leather', '皮夹克', 'black leather jacket', 32),
			option('techwear', 'Techwear', '机能风', 'strapped techwear jacket', 28),
			option('clear', 'Clear raincoat', '透明雨衣', 'transparent raincoat over hoodie', 20),
			option(
				'bomber',
				'Embroidered bomber',
				'刺绣飞行夹克',
				'bomber jacket with embroidered dragon',
				14,
			),
			option('armour', 'White armour', '白色装甲', 'sleek white armour', 6),
		],
	},
];

export const TRAITS: Readonly<Record<TraitSetId, readonly Trait[]>> = { cyber: CYBER };

/** What a seed draws from a set: one option of every trait. The same seed draws the same on every device. */
export function drawTraits(set: TraitSetId, seed: number): DrawnTrait[] {
	return TRAITS[set].map((trait, i) => {
		const option = pickByWeight(trait.options, chance(seed, 100 + i));
		return { trait, option, share: option.weight / totalOf(trait) };
	});
}

/** What the prompt says of drawn traits. */
export function traitWords(drawn: readonly DrawnTrait[]): string {
	return drawn.flatMap(({ option: { words } }) => (words ? [words] : [])).join(', ');
}

/** How often a combination as drawn comes up, 0..1: "1 in 1 / rarityOf". */
export function rarityOf(drawn: readonly DrawnTrait[]): number {
	return drawn.reduce((product, { share }) => product * share, 1);
}

function totalOf({ options }: Trait): number {
	return options.reduce((sum, { weight }) => sum + weight, 0);
}

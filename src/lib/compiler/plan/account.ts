import type { OpenedComponent } from '../compile/component';
import type { PackParts } from '../compile/plan';
import { product } from '../graph/weight';
import { CLIP_VIT_H, clipVisionUnused } from '../models/clip-vision';
import { CURRICULAR_FACE_UNUSED } from '../models/curricular-face';
import { uniPortraitUnused } from '../models/uniportrait-projection';
import type { Unused } from '../models/unused';

/** What became of the tensors of one file. */
export interface FileAccount {
	readonly component: string;
	readonly label: string;
	/** Tensors that weights are made of, and how many numbers they hold. */
	readonly used: number;
	readonly values: number;
	/** Tensors that several weights take, those that share bytes counted once. */
	readonly repeated: readonly string[];
	readonly unused: readonly { readonly name: string; readonly reason: string }[];
}

const REASONS: readonly Unused[] = [
	...CURRICULAR_FACE_UNUSED,
	...uniPortraitUnused(false),
	...clipVisionUnused(CLIP_VIT_H),
	{ pattern: /_multi_id|router/, reason: 'chooses between several people in one picture' },
	{ pattern: /\.alpha$/, reason: 'scales a LoRA that is not there' },
];
const UNKNOWN = 'no network of this pack takes it';
const OF_LORA = 'is for a module that this pack has not';

/** Accounts for every tensor of every file of a pack. */
export function accountFiles({ components, models }: PackParts): FileAccount[] {
	return components.map((opened) => {
		const takers = takersOf(opened, models);
		const { checkpoint, component, raw } = opened;
		const unknown = opened.role === 'lora' ? OF_LORA : UNKNOWN;
		const names = checkpoint.names();
		const used = names.filter((name) => takers.has(name));
		return {
			component: component.id,
			label: raw.label,
			used: used.length,
			values: used.reduce((sum, name) => sum + product(checkpoint.info(name)!.shape), 0),
			repeated: used.filter((name) => takers.get(name)!.size > 1),
			unused: names
				.filter((name) => !takers.has(name))
				.map((name) => ({
					name,
					reason: REASONS.find(({ pattern }) => pattern.test(name))?.reason ?? unknown,
				})),
		};
	});
}

/** By tensor: the weights that it goes into. LoRAs and adapters are merged, so that asking about one is taking it. */
function takersOf(
	{ file, role, asked }: OpenedComponent,
	models: PackParts['models'],
): ReadonlyMap<string, ReadonlySet<string>> {
	const takers = new Map<string, Set<string>>();
	const add = (name: string, taker: string) => {
		const known = takers.get(name);
		if (known) known.add(taker);
		else takers.set(name, new Set([taker]));
	};
	for (const { family, weights, parts } of models) {
		if (!parts.some((part) => part.file === file)) continue;
		for (const { spec } of weights) {
			for (const name of spec.sources) add(name, `${family}/${spec.name}`);
		}
	}
	if (role === 'lora' || role === 'identity') {
		for (const name of asked) if (!takers.has(name)) add(name, 'merged');
	}
	return takers;
}

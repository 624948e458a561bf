import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { ROLE_OF } from '../../src/lib/compiler/compile/role-of';
import { openCheckpoint } from '../../src/lib/compiler/read/open';
import { recognise, type CheckpointKind } from '../../src/lib/compiler/read/recognise';
import { ComponentSchema, PackSchema, type Role } from '../../src/lib/domain/pack-catalogue';
import { FileSource } from './file-source';
import type { PackOptions } from './options';
import type { Recipe, RecipeComponent } from './recipe';

/** Better names of the same weights first. */
const WEIGHTS = [/\.fp16\.safetensors$/, /\.safetensors$/, /\.(bin|pth|pt)$/, /\.ckpt$/];
/** Parts of diffusers folders that packs do without. */
const SKIPPED = /^(safety_checker|feature_extractor|\..*|node_modules)$/;
const CONFIGS = ['config.json', 'scheduler_config.json'];

/** For files whose terms are not known here. */
const OWN_LICENCE = {
	id: 'own',
	name: 'Files of the deployer',
	url: 'https://huggingface.co/docs/hub/repositories-licenses',
	commercial: 'unclear',
} as const;

interface Found {
	readonly file: string;
	readonly kind: CheckpointKind;
	readonly role: Role;
}

/** A recipe for checkpoints on this disk, found out by what they contain. @throws Error, CompileError */
export async function recipeOfFiles(options: PackOptions): Promise<Recipe> {
	const found: Found[] = [];
	const tokenizers: string[] = [];
	for (const source of options.sources) {
		const file = path.resolve(source);
		const isFolder = (await stat(file)).isDirectory();
		const files = isFolder ? await weightsIn(file, tokenizers) : [file];
		for (const one of files) {
			const kind = await kindOf(one);
			const role = ROLE_OF[kind.kind];
			if (role) found.push({ file: one, kind: kind.kind, role });
			else if (!isFolder) throw new Error(`${source} is of no use in a pack: ${kind.description}`);
		}
	}
	const adapter = found.find(({ role }) => role === 'identity');
	const components = found.map((one) => componentOf(one, options));
	for (const folder of tokenizers) components.push(tokenizerOf(folder));
	const name = options.name ?? options.id;
	const pack = v.parse(PackSchema, {
		id: options.id,
		name: { en: name, 'zh-CN': name },
		description: { en: '', 'zh-CN': '' },
		components: components.map(({ component }) => component.id),
		identity: adapter ? identityOf(adapter) : 'none',
		precision: options.precision,
		sampling: {
			scheduler: options.scheduler,
			steps: options.steps,
			guidance: options.guidance,
		},
		bytes: 0,
		needs: {
			f16: !options.f32 && options.precision !== 'float32',
			bindingBytes: 128 * 2 ** 20,
			memoryBytes: 0,
		},
		tier: 'deployer',
	});
	return { pack, licences: [OWN_LICENCE], components };
}

/** The two Plus versions have the same tensors; their names tell. */
function identityOf({ file, kind }: Found): string {
	return kind === 'faceid-plus' && /plus-?v2/i.test(path.basename(file)) ? 'faceid-plus-v2' : kind;
}

async function kindOf(file: string) {
	const source = await FileSource.open(file);
	try {
		return recognise(await openCheckpoint(source, file));
	} finally {
		await source.close();
	}
}

/** The best weight file of every folder. */
async function weightsIn(folder: string, tokenizers: string[]): Promise<string[]> {
	const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) =>
		a.name < b.name ? -1 : 1,
	);
	const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
	if (names.includes('vocab.json') && names.includes('merges.txt')) tokenizers.push(folder);
	const found: string[] = [];
	for (const pattern of WEIGHTS) {
		const fit = names.filter((name) => pattern.test(name));
		// Beside named parts (unet, text_encoder ...) a single file repeats them.
		if (names.includes('model_index.json') || !fit.length) continue;
		found.push(...(names.includes('config.json') ? fit.slice(0, 1) : fit));
		break;
	}
	for (const entry of entries) {
		if (!entry.isDirectory() || SKIPPED.test(entry.name)) continue;
		found.push(...(await weightsIn(path.join(folder, entry.name), tokenizers)).map(String));
	}
	return found.map((file) => path.resolve(folder, file));
}

function componentOf({ file, role }: Found, { loraWeight }: PackOptions): RecipeComponent {
	return {
		component: v.parse(ComponentSchema, {
			...described(file),
			role,
			files: [path.basename(file)],
			configs: role === 'lora' ? [] : CONFIGS,
			weight: role === 'lora' ? loraWeight : 1,
		}),
		folder: path.dirname(file),
	};
}

function tokenizerOf(folder: string): RecipeComponent {
	return {
		component: v.parse(ComponentSchema, {
			...described(folder),
			role: 'tokenizer',
			files: ['vocab.json'],
			requires: ['merges.txt'],
			configs: ['tokenizer_config.json', 'special_tokens_map.json'],
		}),
		folder,
	};
}

function described(file: string) {
	// Its folder's name and its own: the same wherever the files lie.
	const id = `${path.basename(path.dirname(file))} ${path.basename(file)}`
		.toLowerCase()
		.replace(/\.(safetensors|bin|pth|pt|ckpt)$/, '')
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-+/, '')
		.slice(0, 60)
		.replace(/-+$/, '');
	return {
		id,
		origins: [{ hub: 'same-origin', repo: 'local', revision: 'main' }],
		licence: OWN_LICENCE.id,
		attribution: path.basename(file),
		purpose: { en: path.basename(file), 'zh-CN': path.basename(file) },
		bytes: 0,
	};
}

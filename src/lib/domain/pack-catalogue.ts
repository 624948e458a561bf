/**
 * The catalogue of packs: one schema that validates, types and documents `static/models/catalog.json`, what a
 * deployer adds at build time (tools/deployment), and `static/packs/index.json`, where `npm run pack` lists the
 * packs that it wrote. They are merged in this order: what comes later takes the place of what has the same id.
 */
import * as v from 'valibot';

/** Prebuilt packs, beside the app: `packs/<id>/pack.json` and the files that it names. */
export const PACKS_FOLDER = 'packs';
/** Of PACKS_FOLDER, in the schema of the catalogue: each pack with one component of the role 'prebuilt'. */
export const PACK_INDEX = 'index.json';
/** Of a pack's folder or archive: a PackManifest. */
export const MANIFEST_FILE = 'pack.json';

const id = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/));
/** A path inside a repository: no way up, no absolute path, no empty part, no backslash. */
export const repositoryPath = v.pipe(
	v.string(),
	v.maxLength(512),
	v.regex(/^(?!\/)(?!.*\/$)(?!.*\/\/)(?!.*(^|\/)\.{1,2}(\/|$))[\w.\-+ ()/]+$/),
);
const text = v.strictObject({ en: v.string(), 'zh-CN': v.string() });
const bytes = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(64e9));

export const HubIdSchema = id;

/** Terms under which a file may be used. */
export const LicenceSchema = v.strictObject({
	id,
	name: v.string(),
	/** Shown as a link. */
	url: v.pipe(v.string(), v.maxLength(500), v.url(), v.startsWith('https://')),
	/** Whether pictures made with it may be used commercially; 'unclear' where the authors do not say. */
	commercial: v.picklist(['yes', 'no', 'unclear']),
	note: v.optional(text),
});

export const ROLES = [
	'unet',
	'text-encoder',
	'tokenizer',
	'vae',
	'identity',
	'face-backbone',
	'image-encoder',
	'lora',
	'matting',
	/** A folder that `npm run pack` wrote, with its pack.json as the only name: installed as it is. */
	'prebuilt',
] as const;

/** Where a component can be had: a repository of a hub. */
export const OriginSchema = v.strictObject({
	/** Of a hub that this edition knows; see hubs.ts. */
	hub: HubIdSchema,
	repo: v.pipe(v.string(), v.maxLength(200), v.regex(/^(?!\.)[\w.-]+(\/(?!\.)[\w.-]+)?$/)),
	/** Branch, tag or commit; the commit is pinned at install. */
	revision: v.pipe(v.string(), v.regex(/^(?!.*\.\.)\w[\w.\-/]{0,127}$/)),
});

export const ComponentSchema = v.strictObject({
	id,
	role: v.picklist(ROLES),
	/** The first is preferred; the others are mirrors with the same files. */
	origins: v.pipe(v.array(OriginSchema), v.minLength(1), v.maxLength(8)),
	/**
	 * Names of the one weight file, the preferred first: the first that the repository has is fetched. Parts that
	 * come out of the same file (a single-file checkpoint) are separate components that name it.
	 */
	files: v.pipe(v.array(repositoryPath), v.minLength(1), v.maxLength(16)),
	/** Files without which it is of no use, such as a tokenizer's merges. */
	requires: v.optional(v.pipe(v.array(repositoryPath), v.maxLength(16)), []),
	/** Configuration files that go with it, all of them optional in the repository. */
	configs: v.optional(v.pipe(v.array(repositoryPath), v.maxLength(16)), []),
	/** Of a LoRA: how strongly it is merged. */
	weight: v.optional(v.number(), 1),
	licence: id,
	/** Who made it. */
	attribution: v.string(),
	/** What it is for, for the person. */
	purpose: text,
	/** Expected size of the download. */
	bytes,
	/** Of a prebuilt pack: the components that it was made of, for their licences. */
	contains: v.optional(v.pipe(v.array(id), v.maxLength(16)), []),
});

export const IDENTITIES = [
	'none',
	'uniportrait',
	'faceid',
	'faceid-plus',
	'faceid-plus-v2',
	'plus-face',
] as const;

export const PackSchema = v.strictObject({
	id,
	name: text,
	description: text,
	components: v.pipe(v.array(id), v.minLength(1), v.maxLength(16)),
	identity: v.picklist(IDENTITIES),
	/** How weights are stored; the names of the compiler's policies. */
	precision: v.picklist(['float32', 'float16', 'small']),
	/** Few-step schedule that the base was made for; of every pack that draws. */
	sampling: v.optional(
		v.strictObject({
			scheduler: v.picklist(['lcm', 'tcd', 'euler', 'ddim', 'dpm++2m']),
			steps: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100)),
			guidance: v.number(),
		}),
	),
	/** Kept on the device after compiling. */
	bytes,
	/** What the adapter must offer. */
	needs: v.strictObject({
		f16: v.boolean(),
		/** maxStorageBufferBindingSize */
		bindingBytes: bytes,
		/** Of the GPU, while it draws. */
		memoryBytes: bytes,
	}),
	/**
	 * Whether every part may be used commercially follows from the licences; this is why the pack is offered.
	 * 'matting' draws nothing: its one network cuts people out.
	 */
	tier: v.picklist(['studio', 'light', 'clean', 'research', 'deployer', 'own', 'matting']),
});

export const CatalogueSchema = v.strictObject({
	version: v.literal(1),
	licences: v.pipe(v.array(LicenceSchema), v.maxLength(64)),
	components: v.pipe(v.array(ComponentSchema), v.maxLength(256)),
	packs: v.pipe(v.array(PackSchema), v.maxLength(64)),
});

export type Licence = v.InferOutput<typeof LicenceSchema>;
export type Role = (typeof ROLES)[number];
export type Origin = v.InferOutput<typeof OriginSchema>;
export type Component = v.InferOutput<typeof ComponentSchema>;
export type PackEntry = v.InferOutput<typeof PackSchema>;
export type Catalogue = v.InferOutput<typeof CatalogueSchema>;

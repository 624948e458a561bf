import type { CustomSize } from '$lib/domain/id-photo';
import type { AnyRecipe, Likeness } from '$lib/domain/recipe';
import type { BackendChoice } from '$lib/domain/runtime';
import type { CardSchema } from './schema-cards';
import type { GenerateSchema } from './schema-generate';
import type { IdBatchSchema } from './schema-id-batch';
import type { PackSchema } from './schema-packs';
import type { StoredFile } from './stored-file';

/** The one database of the app. Raise the version by adding to MIGRATIONS, never by changing an old entry. */
export const DATABASE = 'likeness';

export type { StoredFile };

/** What the gallery lists; small, so that all of them can be read at once. */
export interface StoredCandidate {
	readonly id: string;
	readonly recipe: AnyRecipe;
	/** Pixels. */
	readonly width: number;
	readonly height: number;
	readonly likeness: Likeness | null;
	/** Milliseconds since 1970. */
	readonly createdAt: number;
	readonly favourite: boolean;
	/** Of picture, cutout and thumbnail together. */
	readonly bytes: number;
	/** When the person deleted it, in milliseconds since 1970; it can be brought back until it is purged. */
	readonly deletedAt: number | null;
}

export interface StoredPictures {
	readonly picture: StoredFile;
	readonly cutout: StoredFile | null;
}

/** What the person chose. Never the photo. */
export interface Settings {
	readonly backend: BackendChoice;
	/** null: as the browser asks. */
	readonly language: 'zh-CN' | 'en' | null;
	/** Whether people are cut out by the downloaded network, where there is one. */
	readonly fineCutOut: boolean;
	/** Ids of ID photo specs, and sizes of the person's own. */
	readonly idPhoto: {
		readonly favourites: readonly string[];
		readonly sizes: readonly CustomSize[];
	};
}

/** Every store with the type of its values; all keys are strings. */
export interface Schema extends PackSchema, GenerateSchema, CardSchema, IdBatchSchema {
	/** By candidate id. */
	candidates: StoredCandidate;
	/** By candidate id; read only when one picture is opened or exported. */
	pictures: StoredPictures;
	/** By candidate id; 256 px. */
	thumbnails: StoredFile;
	/** One record, 'settings'. */
	settings: Settings;
}

export type StoreName = keyof Schema;
export const STORE_NAMES = [
	'candidates',
	'pictures',
	'thumbnails',
	'settings',
	'parts',
	'downloads',
	'outputs',
	'packFiles',
	'packs',
	'installs',
	'persons',
	'generateJobs',
	'generateSources',
	'ownStyles',
	'generateChoices',
	'generatePaces',
	'cards',
	'idBatch',
	'idBatchEntries',
] as const satisfies readonly StoreName[];

/** MIGRATIONS[n] turns version n into n + 1, inside the upgrade transaction. Version 0 is an empty database. */
export const MIGRATIONS: readonly ((database: IDBDatabase, upgrade: IDBTransaction) => void)[] = [
	(database) => {
		for (const name of ['candidates', 'pictures', 'thumbnails', 'settings']) {
			database.createObjectStore(name);
		}
	},
	// Packs, beside what is there.
	(database) => {
		for (const name of ['parts', 'downloads', 'outputs', 'packFiles', 'packs', 'installs']) {
			database.createObjectStore(name);
		}
	},
	// Pictures that are no squares: `side` becomes width and height.
	(_, upgrade) => {
		const walk = upgrade.objectStore('candidates').openCursor();
		walk.onsuccess = () => {
			const cursor = walk.result;
			if (!cursor) return;
			const { side, ...entry } = cursor.value;
			if (side !== undefined) cursor.update({ ...entry, width: side, height: side });
			cursor.continue();
		};
	},
	// Persons, jobs of generated avatars and what goes with them.
	(database) => {
		for (const name of [
			'persons',
			'generateJobs',
			'generateSources',
			'ownStyles',
			'generateChoices',
			'generatePaces',
		]) {
			database.createObjectStore(name);
		}
	},
	// Cards of blind boxes.
	(database) => {
		database.createObjectStore('cards');
	},
	// Persons with a portrait; of those before only faces were kept.
	(_, upgrade) => {
		const walk = upgrade.objectStore('persons').openCursor();
		walk.onsuccess = () => {
			const cursor = walk.result;
			if (!cursor) return;
			if (cursor.value.portrait === undefined) cursor.update({ ...cursor.value, portrait: null });
			cursor.continue();
		};
	},
	// The last batch of ID photos.
	(database) => {
		for (const name of ['idBatch', 'idBatchEntries']) database.createObjectStore(name);
	},
];

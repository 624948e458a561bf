import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { CatalogueSchema } from '../../src/lib/domain/pack-catalogue';
import type { Recipe } from './recipe';

const CATALOGUE = path.resolve(import.meta.dirname, '../../static/models/catalog.json');

/** A pack of a catalogue, by default the app's own. @throws Error that lists the packs there are */
export async function catalogueRecipe(id: string, file = CATALOGUE): Promise<Recipe> {
	const catalogue = v.parse(CatalogueSchema, JSON.parse(await readFile(file, 'utf8')));
	const pack = catalogue.packs.find((one) => one.id === id);
	if (!pack) {
		const ids = catalogue.packs.map((one) => one.id).join(', ');
		throw new Error(`${id} is neither a file nor a pack of the catalogue (${ids})`);
	}
	const components = pack.components.map((name) => ({
		component: catalogue.components.find((one) => one.id === name)!,
		folder: null,
	}));
	const used = new Set(components.map(({ component }) => component.licence));
	return { pack, components, licences: catalogue.licences.filter((one) => used.has(one.id)) };
}

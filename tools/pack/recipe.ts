import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import {
	ComponentSchema,
	LicenceSchema,
	PackSchema,
	type Component,
	type Licence,
	type PackEntry,
} from '../../src/lib/domain/pack-catalogue';

/** What a pack is made of, as a file for `npm run pack`: entries of the catalogue, with files on this disk. */
export const RecipeSchema = v.strictObject({
	pack: PackSchema,
	licences: v.array(LicenceSchema),
	components: v.array(
		v.strictObject({
			...ComponentSchema.entries,
			/** A folder with the component's files, relative to the recipe; without one they come from the origins. */
			local: v.optional(v.string()),
		}),
	),
});

export interface RecipeComponent {
	readonly component: Component;
	/** Absolute; null: from the component's origins. */
	readonly folder: string | null;
}

export interface Recipe {
	readonly pack: PackEntry;
	readonly licences: readonly Licence[];
	/** In the order of the pack. */
	readonly components: readonly RecipeComponent[];
}

/** @throws Error that names every place that breaks the rules */
export async function readRecipe(file: string): Promise<Recipe> {
	let json: unknown;
	try {
		json = JSON.parse(await readFile(file, 'utf8'));
	} catch (cause) {
		throw new Error(`${file}: ${(cause as Error).message}`, { cause });
	}
	const { success, output, issues } = v.safeParse(RecipeSchema, json);
	if (!success) {
		const places = issues.map(
			(issue) => `  ${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`,
		);
		throw new Error(`${file} is no recipe:\n${places.join('\n')}`);
	}
	const known = new Map(output.components.map((component) => [component.id, component]));
	const licences = new Set(output.licences.map(({ id }) => id));
	return {
		pack: output.pack,
		licences: output.licences,
		components: output.pack.components.map((id) => {
			const found = known.get(id);
			if (!found) throw new Error(`${file}: the pack needs a component ${id}, which is not there`);
			if (!licences.has(found.licence)) {
				throw new Error(`${file}: ${id} has the licence ${found.licence}, which is not there`);
			}
			const { local, ...component } = found;
			const folder = local === undefined ? null : path.resolve(path.dirname(file), local);
			return { component, folder };
		}),
	};
}

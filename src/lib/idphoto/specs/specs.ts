import * as v from 'valibot';
import type { IdSpec } from '$lib/domain/id-photo';
import china from './china.json';
import { sourceTable, specRow } from './schema';
import sizes from './sizes.json';
import sources from './sources.json';
import { toSpec } from './to-spec';
import world from './world.json';

let specs: readonly IdSpec[] | null = null;

/** Every spec, the usual ones first; checked against the schema when first asked for. */
export function idSpecs(): readonly IdSpec[] {
	specs ??= readSpecs([...sizes, ...china, ...world], sources);
	return specs;
}

/** Specs of data that may be another than ours. Throws ValiError, or RangeError for what contradicts itself. */
export function readSpecs(rows: unknown, sourceRows: unknown): readonly IdSpec[] {
	const table = v.parse(sourceTable, sourceRows);
	const read = v.parse(v.array(specRow), rows).map((row) => toSpec(row, table));
	const ids = new Set(read.map(({ id }) => id));
	if (ids.size < read.length) throw new RangeError('two specs have one id');
	return read;
}

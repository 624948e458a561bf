import * as v from 'valibot';
import { CompileError } from '../error';

/** A count of layers, heads or channels in a config.json. */
export const count = v.pipe(v.number(), v.integer(), v.minValue(1));

/**
 * Reads what a model needs of its config.json; other entries are ignored.
 * @param label of the file, for errors
 * @throws CompileError 'unsupported' with the entry at fault
 */
export function parseConfig<Schema extends v.GenericSchema>(
	schema: Schema,
	json: unknown,
	label: string,
): v.InferOutput<Schema> {
	const result = v.safeParse(schema, json);
	if (result.success) return result.output;
	const [issue] = result.issues;
	const where = v.getDotPath(issue) ?? 'the document';
	throw new CompileError('unsupported', `${label}: ${where}: ${issue.message}`);
}

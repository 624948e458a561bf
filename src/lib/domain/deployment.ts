/** What a deployer adds to this edition at build time: one JSON file, named by LIKENESS_CONFIG; see tools/deployment. */
import * as v from 'valibot';
import { BUILT_IN_HUBS } from './hubs';
import { CatalogueSchema, HubIdSchema } from './pack-catalogue';

/** `https://host[:port]`, or http for a hub on this machine. No path: it becomes a source of the policy. */
const origin = v.pipe(
	v.string(),
	v.regex(
		/^(https:\/\/([a-z0-9-]+\.)*[a-z0-9-]+|http:\/\/(localhost|127\.0\.0\.1))(:\d{1,5})?$/,
		'is no origin: write https://host or https://host:port, without a path (http only for localhost)',
	),
);
/** As `origin`, or `https://*.host`: at least two names behind the star. */
const source = v.union(
	[origin, v.pipe(v.string(), v.regex(/^https:\/\/\*\.([a-z0-9-]+\.)+[a-z0-9-]+$/))],
	'is no source: write https://host, https://host:port or https://*.host',
);

export const HubSchema = v.strictObject({
	id: HubIdSchema,
	kind: v.picklist(['huggingface', 'modelscope']),
	name: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
	origin,
	/** Where its files may be redirected to. */
	fileHosts: v.optional(v.pipe(v.array(source), v.maxLength(16)), []),
});

export const DeploymentSchema = v.strictObject({
	/** Added to the built-in hubs; one with the id of a built-in hub takes its place. */
	hubs: v.pipe(
		v.optional(v.pipe(v.array(HubSchema), v.maxLength(16)), []),
		v.check((hubs) => new Set(hubs.map(({ id }) => id)).size === hubs.length, 'two hubs of one id'),
	),
	/** Built-in hubs that shall not be asked. */
	withoutHubs: v.optional(v.array(v.picklist(BUILT_IN_HUBS.map(({ id }) => id))), []),
	/** Packs, components and licences; what has the id of a built-in one takes its place. */
	catalogue: v.optional(CatalogueSchema, { version: 1, licences: [], components: [], packs: [] }),
});

export type Deployment = v.InferOutput<typeof DeploymentSchema>;

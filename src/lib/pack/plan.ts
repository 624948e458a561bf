/** What an install would do: which files of which hub, how many bytes, under which terms. Fetches listings only. */
import type { HubChoice, HubSpeed } from '$lib/domain/hubs';
import {
	PackError,
	type InstallPlan,
	type PackManifest,
	type PackProblem,
	type RemoteFile,
} from '$lib/domain/pack';
import type { Catalogue, Component, Licence, Origin } from '$lib/domain/pack-catalogue';
import { chooseFiles } from './choose-files';
import type { HubClient } from './contract';
import { compareSpeeds } from './hub/probe';

export interface PlanRequest {
	readonly catalogue: Catalogue;
	/** Id of the pack. */
	readonly pack: string;
	readonly choice: HubChoice;
	readonly clients: readonly HubClient[];
	/** Of the probe; empty when there was none. */
	readonly speeds?: readonly HubSpeed[];
	/** Bytes of a file that need not be fetched again. */
	readonly present: (file: RemoteFile) => Promise<number>;
	/** Of the same pack, when it was installed here before. */
	readonly previous?: PackManifest | null;
}

type Part = InstallPlan['parts'][number];

/** While the base streams through the compiler, about this much of it lies on the device. */
const STREAMED_BYTES = 64 * 2 ** 20;
/** What another origin may do better. */
const TRY_ELSEWHERE: readonly PackProblem[] = [
	'not-found',
	'refused',
	'hub-unreachable',
	'hub-busy',
	'unsafe',
];

/**
 * Resolves a pack against the hubs. Each component comes from the first origin that has it, in the order that
 * the choice and the measured speeds suggest.
 * @throws PackError of the origin that was asked first, when no origin has a component; signal.reason
 */
export async function resolvePlan(
	request: PlanRequest,
	signal?: AbortSignal,
): Promise<InstallPlan> {
	const { catalogue, clients, speeds = [] } = request;
	const pack = find(catalogue.packs, request.pack, 'pack');
	const components = pack.components.map((id) => find(catalogue.components, id, 'component'));

	// 1. Which files, of which hub. A repository is listed once, however many components it has.
	const listed = new Map<string, Promise<readonly RemoteFile[]>>();
	const list = ({ hub, repo, revision }: Origin) => {
		const key = `${hub} ${repo} ${revision}`;
		const client = clients.find((one) => one.hub.id === hub);
		if (!client)
			throw new PackError('not-found', `this edition knows no hub ${hub}, which has ${repo}`);
		const files = listed.get(key) ?? client.list(repo, revision, signal);
		listed.set(key, files);
		return files;
	};
	const resolved = await Promise.all(
		components.map(async (component) => {
			const origins = orderOrigins(component.origins, request.choice, speeds);
			return { component, ...(await firstThatHas(component, origins, list)) };
		}),
	);
	signal?.throwIfAborted();

	// 2. What of it is here already. A file that several components name counts once.
	const present = new Map<string, number>();
	const files = resolved.flatMap((part) => part.files);
	for (const file of files) {
		const key = contentOf(file);
		if (!present.has(key)) present.set(key, Math.min(await request.present(file), file.bytes));
	}
	const unique = [...new Map(files.map((file) => [contentOf(file), file])).values()];
	const parts = resolved.flatMap(({ component, origin, files: own }): Part[] => [
		{
			component,
			origin,
			licence: licenceOf(catalogue, component),
			files: own,
			present: sum(own, (file) => present.get(contentOf(file))!),
		},
		// A prebuilt pack is under the terms of everything that went into it.
		...component.contains.map((id) => {
			const contained = find(catalogue.components, id, 'component');
			return {
				component: contained,
				origin,
				licence: licenceOf(catalogue, contained),
				files: [],
				present: 0,
			};
		}),
	]);

	// 3. Sums.
	const isTakenAsIs = components.every(({ role }) => role === 'prebuilt' || role === 'matting');
	const downloaded = sum(unique, ({ bytes }) => bytes);
	const keepBytes = isTakenAsIs ? downloaded : pack.bytes;
	const streamed = Math.max(0, ...streamable(resolved).map(({ bytes }) => bytes));
	return {
		pack,
		parts,
		downloadBytes: sum(unique, (file) => file.bytes - present.get(contentOf(file))!),
		keepBytes,
		peakBytes: isTakenAsIs
			? downloaded
			: keepBytes + downloaded - streamed + Math.min(streamed, STREAMED_BYTES),
		changed: findChanges(resolved, request.previous ?? null),
		bytesPerSecond: slowest(resolved, speeds),
	};
}

/** The chosen hub first, then the faster ones, then the order of the catalogue. */
function orderOrigins(
	origins: readonly Origin[],
	choice: HubChoice,
	speeds: readonly HubSpeed[],
): Origin[] {
	const rank = speeds.toSorted(compareSpeeds).map(({ hub }) => hub);
	const place = ({ hub }: Origin) =>
		hub === choice ? -1 : rank.includes(hub) ? rank.indexOf(hub) : rank.length;
	return origins.toSorted((a, b) => place(a) - place(b));
}

async function firstThatHas(
	component: Component,
	origins: readonly Origin[],
	list: (origin: Origin) => Promise<readonly RemoteFile[]>,
): Promise<{ origin: Origin; files: RemoteFile[] }> {
	let first: unknown;
	for (const origin of origins) {
		try {
			return { origin, files: chooseFiles(component, origin, await list(origin)) };
		} catch (error) {
			if (!(error instanceof PackError && TRY_ELSEWHERE.includes(error.kind))) throw error;
			first ??= error;
		}
	}
	throw first;
}

/** Files whose hash is another than at the install before. */
function findChanges(
	resolved: readonly { component: Component; files: readonly RemoteFile[] }[],
	previous: PackManifest | null,
): InstallPlan['changed'] {
	return resolved.flatMap(({ component, files }) =>
		files.flatMap(({ path, sha256 }) => {
			const before = previous?.sources.find(
				(source) => source.component === component.id && source.path === path,
			);
			const differs = before && sha256 && before.sha256 !== sha256;
			return differs ? [{ path, before: before.sha256, now: sha256 }] : [];
		}),
	);
}

/** The base, which is compiled while it arrives. */
function streamable(
	resolved: readonly { component: Component; files: readonly RemoteFile[] }[],
): RemoteFile[] {
	return resolved
		.filter(({ component }) => component.role === 'unet')
		.flatMap(({ files }) => files)
		.filter(({ path }) => path.endsWith('.safetensors'));
}

/** Of the hubs that are used; null when one of them was not measured. */
function slowest(
	resolved: readonly { origin: Origin }[],
	speeds: readonly HubSpeed[],
): number | null {
	const used = resolved.map(
		({ origin }) => speeds.find(({ hub }) => hub === origin.hub)?.bytesPerSecond ?? null,
	);
	return used.reduce(
		(least, speed) => (least === null || speed === null ? null : Math.min(least, speed)),
		Infinity as number | null,
	);
}

function licenceOf({ licences }: Catalogue, { licence }: Component): Licence {
	return find(licences, licence, 'licence');
}

function find<T extends { readonly id: string }>(list: readonly T[], id: string, what: string): T {
	const found = list.find((one) => one.id === id);
	if (!found) throw new PackError('not-found', `the catalogue has no ${what} ${id}`);
	return found;
}

function contentOf({ sha256, url }: RemoteFile): string {
	return sha256 ?? url;
}

function sum<T>(list: readonly T[], value: (entry: T) => number): number {
	return list.reduce((total, entry) => total + value(entry), 0);
}

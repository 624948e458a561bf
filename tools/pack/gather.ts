import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { ArrivingFile } from '../../src/lib/domain/arriving-file';
import type { Component } from '../../src/lib/domain/pack-catalogue';
import { PackError, type RemoteFile } from '../../src/lib/domain/pack';
import { chooseFiles } from '../../src/lib/pack/choose-files';
import { hubClients } from '../../src/lib/pack/hub/clients';
import { download, type DownloadOptions } from './download';
import { FileSource } from './file-source';
import { hashFile } from './hash-file';
import type { Recipe, RecipeComponent } from './recipe';

/** A file of a recipe, and where it lies on this disk. */
interface Located {
	readonly component: Component;
	readonly file: RemoteFile;
	readonly local: string;
}

/** A file that is open until it is closed. */
export interface GatheredFile extends ArrivingFile {
	readonly source: FileSource;
}

/** Opens all files of a recipe; those of hubs are fetched first. Hashes are computed beside everything else. */
export async function gatherFiles(
	{ components }: Recipe,
	options: DownloadOptions,
	signal?: AbortSignal,
): Promise<GatheredFile[]> {
	const located: Located[] = [];
	for (const part of components) {
		const here = part.folder !== null;
		located.push(...(here ? await fromFolder(part) : await fromHubs(part, options, signal)));
	}
	return Promise.all(located.map(open));
}

/** Paths of the machine do not go into the manifest: a file is known by its place in the component's folder. */
async function fromFolder({ component, folder }: RecipeComponent): Promise<Located[]> {
	const root = folder!;
	const names = await readdir(root, { recursive: true });
	const listing = names.map((name) => localFile(component, name.split(path.sep).join('/')));
	const [origin] = component.origins;
	return chooseFiles(component, { ...origin, repo: root }, listing).map((file) => ({
		component,
		file,
		local: path.join(root, file.path),
	}));
}

function localFile({ origins: [{ hub, repo }] }: Component, name: string): RemoteFile {
	return { hub, repo, commit: '', path: name, bytes: 0, sha256: null, url: '' };
}

/** The first origin that answers. */
async function fromHubs(
	{ component }: RecipeComponent,
	options: DownloadOptions,
	signal?: AbortSignal,
): Promise<Located[]> {
	const clients = hubClients('http://localhost/', options.transfer?.hubs);
	const problems: string[] = [];
	for (const origin of component.origins) {
		const client = clients.find(({ hub }) => hub.id === origin.hub && hub.kind !== 'same-origin');
		if (!client) continue;
		try {
			const listing = await client.list(origin.repo, origin.revision, signal);
			const located: Located[] = [];
			for (const file of chooseFiles(component, origin, listing)) {
				options.log(`${component.id}: ${file.path} from ${client.hub.name}`);
				located.push({ component, file, local: await download(file, options, signal) });
			}
			return located;
		} catch (error) {
			// Another hub is no help where the disk is full.
			if (!(error instanceof PackError)) throw error;
			problems.push(`  ${client.hub.name}: ${error.message}`);
		}
	}
	throw new Error(
		`${component.id} cannot be had:\n${problems.join('\n') || '  no origin is a hub'}`,
	);
}

async function open({ component, file, local }: Located): Promise<GatheredFile> {
	const { path: name, repo, commit } = file;
	let digest: ReturnType<typeof hashFile> | undefined;
	return {
		component,
		path: name,
		repo,
		commit,
		sha256: async () => (await (digest ??= hashFile(local))).sha256,
		source: await FileSource.open(local),
	};
}

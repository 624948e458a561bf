import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { CompileFile } from '../../src/lib/compiler/compile/contract';
import type { Component } from '../../src/lib/domain/pack-catalogue';
import type { RemoteFile } from '../../src/lib/domain/pack';
import { chooseFiles } from '../../src/lib/pack/choose-files';
import { hubClients } from '../../src/lib/pack/hub/clients';
import { download } from './download';
import { FileSource } from './file-source';
import { hashFile } from './hash-file';
import type { Recipe, RecipeComponent } from './recipe';

/** Opens all files of a recipe; those of hubs are fetched first. Hashes are computed beside everything else. */
export async function gatherFiles(
	{ components }: Recipe,
	downloads: string,
	log: (line: string) => void,
	signal?: AbortSignal,
): Promise<CompileFile[]> {
	const files: CompileFile[] = [];
	for (const part of components) {
		files.push(
			...(part.folder === null
				? await fromHubs(part, downloads, log, signal)
				: await fromFolder(part)),
		);
	}
	return files;
}

/** Paths of the machine do not go into the manifest: a file is known by its place in the component's folder. */
async function fromFolder({ component, folder }: RecipeComponent): Promise<CompileFile[]> {
	const root = folder!;
	const names = await readdir(root, { recursive: true });
	const listing = names.map((name) => localFile(component, name.split(path.sep).join('/')));
	const [origin] = component.origins;
	return Promise.all(
		chooseFiles(component, { ...origin, repo: root }, listing).map((file) =>
			open(component, { ...file, repo: origin.repo }, path.join(root, file.path)),
		),
	);
}

function localFile({ origins: [{ hub, repo }] }: Component, name: string): RemoteFile {
	return { hub, repo, commit: '', path: name, bytes: 0, sha256: null, url: '' };
}

/** The first origin that answers. */
async function fromHubs(
	{ component }: RecipeComponent,
	downloads: string,
	log: (line: string) => void,
	signal?: AbortSignal,
): Promise<CompileFile[]> {
	const clients = hubClients('http://localhost/');
	const problems: string[] = [];
	for (const origin of component.origins) {
		const client = clients.find(({ hub }) => hub.id === origin.hub && hub.kind !== 'same-origin');
		if (!client) continue;
		try {
			const listing = await client.list(origin.repo, origin.revision, signal);
			const files: CompileFile[] = [];
			for (const file of chooseFiles(component, origin, listing)) {
				log(`${component.id}: ${file.path} from ${client.hub.name}`);
				files.push(await open(component, file, await download(file, downloads, log, signal)));
			}
			return files;
		} catch (error) {
			signal?.throwIfAborted();
			problems.push(`  ${client.hub.name}: ${(error as Error).message}`);
		}
	}
	throw new Error(
		`${component.id} cannot be had:\n${problems.join('\n') || '  no origin is a hub'}`,
	);
}

async function open(component: Component, file: RemoteFile, local: string): Promise<CompileFile> {
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

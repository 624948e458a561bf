import type { HubFile, Repository } from './repository';

/** Entries on one page of a listing, so that small tests see several. */
export const PAGE = 3;

/** One page of `GET /api/models/{repo}/tree/{revision}?recursive=true`, as Hugging Face answers. */
export function huggingFaceTree(files: readonly HubFile[], page: number) {
	return {
		entries: files.slice(page * PAGE, (page + 1) * PAGE).map((file) => ({
			type: 'file',
			oid: file.oid,
			size: file.bytes.length,
			path: file.path,
			...(file.lfs && {
				lfs: { oid: file.sha256, size: file.bytes.length, pointerSize: 134 },
			}),
		})),
		more: files.length > (page + 1) * PAGE,
	};
}

/** `GET /api/models/{repo}/revision/{revision}`, as Hugging Face answers. */
export function huggingFaceModel(repository: Repository, commit: string) {
	return {
		id: repository.name,
		modelId: repository.name,
		sha: commit,
		private: false,
		gated: false,
		disabled: false,
		siblings: repository.files(commit).map(({ path }) => ({ rfilename: path })),
	};
}

/** `GET /api/v1/models/{repo}/repo/files?Revision=&Recursive=true`, as ModelScope answers: no pages, no commit pin. */
export function modelScopeFiles(repository: Repository, commit: string) {
	const folders = new Set(
		repository.files(commit).flatMap(({ path }) => path.split('/').slice(0, -1)),
	);
	return {
		Code: 200,
		Success: true,
		Message: 'success',
		RequestId: '00000000-0000-0000-0000-000000000000',
		Data: {
			Files: [
				...[...folders].map((name) => ({ Name: name, Path: name, Type: 'tree', Size: 0 })),
				...repository.files(commit).map((file) => ({
					Name: file.path.split('/').at(-1),
					Path: file.path,
					Type: 'blob',
					Size: file.bytes.length,
					IsLFS: file.lfs,
					Sha256: file.sha256,
					Revision: commit,
				})),
			],
		},
	};
}

/** How ModelScope says no: a body that has the code, with the same status. */
export function modelScopeError(status: number, message: string) {
	return { Code: status, Success: false, Message: message, Data: null };
}

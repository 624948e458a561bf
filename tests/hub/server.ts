/**
 * A model hub on loopback: real HTTP on two ports of its own, so that a page sees other origins, as with
 * Hugging Face (listings and resolve URLs here, bytes behind signed URLs there) and ModelScope. Faults are
 * injected by `faults`, or over `POST /__control` from a page.
 *
 *   const hub = await startHub();
 *   hub.repository('author/model').put('unet.safetensors', bytes);
 *   hub.faults.add({ kind: 'cut', at: 1000, times: 1 });
 *   ... hub.hubs, hub.log ...
 *   await hub.close();
 *
 * By hand: `npx tsx tests/hub/serve.ts`.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Hub } from '../../src/lib/domain/hubs';
import type { RemoteFile } from '../../src/lib/domain/pack';
import { parseRange, sendBody } from './body';
import { control, type Control } from './control';
import { Faults, type FaultKind, type RequestKind } from './fault';
import { huggingFaceModel, huggingFaceTree, modelScopeError, modelScopeFiles } from './listing';
import type { LoggedRequest } from './log';
import type { HubOptions } from './options';
import { Repository, type HubFile } from './repository';
import { SignedUrls } from './signed';

const EXPOSED =
	'X-Repo-Commit,X-Request-Id,X-Error-Code,X-Error-Message,X-Total-Count,ETag,Link,' +
	'Accept-Ranges,Content-Range,X-Linked-Size,X-Linked-ETag,X-Xet-Hash';
const TREE = /^\/api\/models\/([^/]+(?:\/[^/]+)?)\/tree\/([^/]+)\/?$/;
const MODEL = /^\/api\/models\/([^/]+(?:\/[^/]+)?)(?:\/revision\/([^/]+))?$/;
const MODELSCOPE_FILES = /^\/api\/v1\/models\/([^/]+\/[^/]+)\/repo\/files$/;
const RESOLVE = /^(?:\/models)?\/([^/]+(?:\/[^/]+)?)\/resolve\/([^/]+)\/(.+)$/;

export class FakeHub {
	readonly faults = new Faults();
	/** Every request to listings, resolve URLs and signed URLs, in order. */
	readonly log: LoggedRequest[] = [];
	readonly #repositories = new Map<string, Repository>();
	readonly #signed: SignedUrls;
	readonly #forks: FakeHub[] = [];
	readonly #servers: readonly [hub: Server, files: Server];

	constructor(readonly options: HubOptions = {}) {
		this.#signed = new SignedUrls(options.signedSeconds ?? 3600);
		this.#servers = [
			createServer((request, response) => this.#guard(request, response, this.#answerHub)),
			createServer((request, response) => this.#guard(request, response, this.#answerFile)),
		];
	}

	async listen(): Promise<this> {
		await Promise.all(
			this.#servers.map(
				(server, i) =>
					new Promise<void>((resolve, reject) => {
						server.once('error', reject);
						server.listen(this.options.ports?.[i] ?? 0, '127.0.0.1', resolve);
					}),
			),
		);
		return this;
	}

	/** Another hub with repositories, faults and a log of its own, closed with this one. */
	async fork(options: HubOptions = {}): Promise<FakeHub> {
		const hub = await startHub(options);
		this.#forks.push(hub);
		return hub;
	}

	async close(): Promise<void> {
		await Promise.all(this.#forks.map((hub) => hub.close()));
		await Promise.all(
			this.#servers.map((server) => {
				server.closeAllConnections();
				return new Promise((resolve) => server.close(resolve));
			}),
		);
	}

	/** Where listings and resolve URLs are. */
	get origin(): string {
		return origin(this.#servers[0]);
	}

	/** Where signed URLs lead. */
	get fileOrigin(): string {
		return origin(this.#servers[1]);
	}

	/** This hub in the words of the app, once as each of its kinds. */
	get hubs(): readonly Hub[] {
		const hub = (kind: Hub['kind'], id: string): Hub => ({
			id,
			kind,
			name: id,
			origin: this.origin,
			fileHosts: [this.fileOrigin],
		});
		return [hub('huggingface', 'fake'), hub('modelscope', 'fake-modelscope')];
	}

	/** A repository by `owner/name`, made if need be. */
	repository(name: string): Repository {
		let repository = this.#repositories.get(name);
		if (!repository) this.#repositories.set(name, (repository = new Repository(name)));
		return repository;
	}

	/** A file of the head commit as a listing pins it. */
	remote(repo: string, path: string): RemoteFile {
		const repository = this.repository(repo);
		const commit = repository.head;
		const file = repository.file(commit, path);
		if (!file) throw new Error(`${repo} has no ${path}`);
		return {
			hub: 'fake',
			repo,
			commit,
			path,
			bytes: file.bytes.length,
			sha256: file.lfs ? file.sha256 : null,
			url: `${this.origin}/${repo}/resolve/${commit}/${path}`,
		};
	}

	/** Forgets repositories, faults and the log. */
	reset(): void {
		this.#repositories.clear();
		this.faults.set([]);
		this.log.length = 0;
	}

	/** Makes all signed URLs given so far expire. */
	expireSignedUrls(): void {
		this.#signed.expireAll();
	}

	async #guard(
		request: IncomingMessage,
		response: ServerResponse,
		answer: (this: FakeHub, request: IncomingMessage, response: ServerResponse) => unknown,
	): Promise<void> {
		response.setHeader('Access-Control-Allow-Origin', '*');
		if (this.options.exposeHeaders ?? true) {
			response.setHeader('Access-Control-Expose-Headers', EXPOSED);
		}
		try {
			if (request.method === 'OPTIONS') {
				response.setHeader('Access-Control-Allow-Headers', '*');
				response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, POST');
				response.writeHead(204).end();
			} else await answer.call(this, request, response);
		} catch (error) {
			if (response.headersSent) response.destroy();
			else response.writeHead(500).end(String(error));
		}
	}

	async #answerHub(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url!, this.origin);
		if (url.pathname === '/__control') return this.#control(request, response);
		const path = decodeURIComponent(url.pathname);
		const resolve = RESOLVE.exec(path);
		if (resolve && !path.startsWith('/api/')) {
			return this.#resolve(request, response, resolve.slice(1) as [string, string, string]);
		}
		const fault = this.#open(request, response, 'api', '');
		if (this.#refuse(response, fault)) return;

		const modelscope = MODELSCOPE_FILES.exec(path);
		const [, name, revision = 'main'] = TREE.exec(path) ?? MODEL.exec(path) ?? modelscope ?? [];
		const repository = name && this.#repositories.get(name);
		const asked = modelscope ? (url.searchParams.get('Revision') ?? 'master') : revision;
		const commit = repository ? repository.resolve(asked) : undefined;
		if (!repository || !commit) {
			response.setHeader('X-Error-Code', repository ? 'RevisionNotFound' : 'RepoNotFound');
			const error = modelscope ? modelScopeError(404, 'not found') : { error: 'not found' };
			return this.#json(response, 404, error);
		}
		if (modelscope) return this.#json(response, 200, modelScopeFiles(repository, commit));
		if (!TREE.test(path)) return this.#json(response, 200, huggingFaceModel(repository, commit));
		const page = Number(url.searchParams.get('cursor') ?? 0);
		const { entries, more } = huggingFaceTree(repository.files(commit), page);
		if (more) {
			url.searchParams.set('cursor', String(page + 1));
			response.setHeader('Link', `<${url.href}>; rel="next"`);
		}
		this.#json(response, 200, entries);
	}

	#resolve(
		request: IncomingMessage,
		response: ServerResponse,
		[name, revision, path]: [string, string, string],
	): Promise<void> | void {
		const fault = this.#open(request, response, 'resolve', path);
		if (this.#refuse(response, fault)) return;
		const repository = this.#repositories.get(name);
		const commit = repository?.resolve(revision);
		const file = commit && repository?.file(commit, path);
		if (!file) {
			response.setHeader('X-Error-Code', repository ? 'EntryNotFound' : 'RepoNotFound');
			return this.#json(response, 404, { error: 'not found' });
		}
		response.setHeader('X-Repo-Commit', commit);
		if (!file.lfs) return this.#send(request, response, file, fault);
		response.setHeader('X-Linked-Size', file.bytes.length);
		response.setHeader('X-Linked-ETag', `"${file.sha256}"`);
		this.#redirect(response, `${this.fileOrigin}${this.#signed.sign(file)}`);
	}

	#answerFile(request: IncomingMessage, response: ServerResponse): Promise<void> | void {
		const file = this.#signed.file(request.url!);
		const fault = this.#open(request, response, 'file', file?.path ?? '');
		if (!file || fault?.kind === 'expired') {
			return this.#status(response, 403, 'Request has expired');
		}
		if (!this.#refuse(response, fault)) return this.#send(request, response, file, fault);
	}

	async #send(
		request: IncomingMessage,
		response: ServerResponse,
		file: HubFile,
		fault: FaultKind | null,
	): Promise<void> {
		const entry = this.#entry.get(response)!;
		const size = file.bytes.length;
		const { range: header } = request.headers;
		response.setHeader('ETag', `"${file.lfs ? file.sha256 : file.oid}"`);
		response.setHeader('Content-Type', 'application/octet-stream');
		let range: readonly [number, number] = [0, size];
		if (fault?.kind !== 'no-ranges') {
			response.setHeader('Accept-Ranges', 'bytes');
			if (header) {
				const parsed = parseRange(header, size);
				if (!parsed) {
					response.setHeader('Content-Range', `bytes */${size}`);
					return this.#status(response, 416, 'Range not satisfiable');
				}
				range = parsed;
			}
		}
		if (fault?.kind === 'other-range') {
			range = range.map((at) => Math.min(size, at + fault.by)) as [number, number];
		}
		const partial = !!header && fault?.kind !== 'no-ranges';
		if (partial) {
			response.setHeader('Content-Range', `bytes ${range[0]}-${range[1] - 1}/${size}`);
		}
		const length = range[1] - range[0];
		response.setHeader(
			'Content-Length',
			fault?.kind === 'truncate' ? Math.min(length, fault.at) : length,
		);
		response.writeHead((entry.status = partial ? 206 : 200));
		if (request.method === 'HEAD') return void response.end();
		entry.range = range;
		await sendBody(response, file, range, fault, (count) => (entry.served += count));
	}

	readonly #entry = new WeakMap<ServerResponse, LoggedRequest>();

	/** Writes the request into the log and draws its fault. */
	#open(
		request: IncomingMessage,
		response: ServerResponse,
		kind: RequestKind,
		path: string,
	): FaultKind | null {
		const fault = this.faults.take(kind, path);
		const entry: LoggedRequest = {
			method: request.method!,
			url: request.url!,
			kind,
			path,
			range: null,
			asked: request.headers.range !== undefined,
			status: 0,
			fault: fault?.kind ?? null,
			served: 0,
		};
		this.log.push(entry);
		this.#entry.set(response, entry);
		return fault;
	}

	/** Answers with a fault that needs no file; whether it did. */
	#refuse(response: ServerResponse, fault: FaultKind | null): boolean {
		if (fault?.kind === 'status') {
			if (fault.retryAfter !== undefined) {
				response.setHeader('Retry-After', fault.retryAfter);
				response.setHeader('Access-Control-Expose-Headers', `${EXPOSED},Retry-After`);
			}
			this.#status(response, fault.status, 'injected');
		} else if (fault?.kind === 'redirect') {
			this.#redirect(response, fault.to);
		} else if (fault?.kind === 'page') {
			response.setHeader('Content-Type', 'text/html');
			this.#status(response, 200, '<!doctype html><title>Welcome</title>');
		} else return false;
		return true;
	}

	#redirect(response: ServerResponse, to: string): void {
		response.setHeader('Location', to);
		this.#status(response, 302, '');
	}

	#json(response: ServerResponse, status: number, value: unknown): void {
		response.setHeader('Content-Type', 'application/json; charset=utf-8');
		this.#status(response, status, JSON.stringify(value));
	}

	#status(response: ServerResponse, status: number, text: string): void {
		const entry = this.#entry.get(response);
		if (entry) entry.status = status;
		response.writeHead(status).end(text);
	}

	async #control(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk);
		const command = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Control;
		this.#json(response, 200, await control(this, command));
	}
}

export async function startHub(options?: HubOptions): Promise<FakeHub> {
	return new FakeHub(options).listen();
}

function origin(server: Server): string {
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

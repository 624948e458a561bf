import { PackError, type PackProblem } from './pack';
import { PhotoError, type PhotoProblem } from './photo';
import { RuntimeError, type RuntimeProblem } from './runtime';

/** An error as structured clone carries it between a worker and the page. */
export interface WireError {
	readonly name: string;
	readonly message: string;
	readonly stack?: string;
	readonly problem?: PhotoProblem;
	readonly kind?: RuntimeProblem;
	readonly pack?: PackProblem;
}

/** @param thrown anything; what is no Error becomes one */
export function packError(thrown: unknown): WireError {
	const error = thrown instanceof Error ? thrown : new Error(String(thrown));
	const { name, message, stack } = error;
	return {
		name,
		message,
		stack,
		problem: error instanceof PhotoError ? error.problem : undefined,
		kind: error instanceof RuntimeError ? error.kind : undefined,
		pack: error instanceof PackError ? error.kind : undefined,
	};
}

/** The same class, message and fields again; the stack is the sender's. */
export function unpackError(wire: WireError): Error {
	const error = build(wire);
	// DOMException has accessors for these on its prototype; own properties win in every engine.
	for (const key of ['message', 'stack'] as const) {
		Object.defineProperty(error, key, { value: wire[key], configurable: true, writable: true });
	}
	return error;
}

function build({ name, message, problem, kind, pack }: WireError): Error {
	if (name === 'PhotoError' && problem) return new PhotoError(problem);
	if (name === 'RuntimeError' && kind) return new RuntimeError(kind);
	if (name === 'PackError' && pack) return new PackError(pack, message);
	if (name === 'AbortError') return new DOMException(message, name);
	if (name === 'TypeError') return new TypeError(message);
	if (name === 'RangeError') return new RangeError(message);
	return Object.assign(new Error(message), { name });
}

interface Handler {
	canHandle(value: unknown): boolean;
	serialize(value: never): [unknown, Transferable[]];
	deserialize(value: never): unknown;
}

/**
 * Makes Comlink carry our errors whole; it would keep name, message and stack only. To be called once on
 * either side.
 * @param handlers Comlink's transferHandlers
 */
export function carryErrors(handlers: Map<string, Handler>): void {
	const plain = handlers.get('throw');
	if (!plain) throw new TypeError('these are not the transfer handlers of Comlink');
	handlers.set('throw', {
		canHandle: (value) => plain.canHandle(value),
		serialize: ({ value }: { value: unknown }) => [packError(value), []],
		deserialize: (wire: WireError) => {
			throw unpackError(wire);
		},
	});
}

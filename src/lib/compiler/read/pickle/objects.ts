/** What a pickle may build here: plain data, and what an Interpreter answers. Nothing of it is executed. */

/** `module.name`, as a pickle asks for a class or function. */
export class Global {
	constructor(readonly path: string) {}
}

export class Tuple {
	constructor(readonly items: readonly unknown[]) {}
}

export class Dict {
	readonly entries = new Map<unknown, unknown>();
}

/** Gives meaning to the few names that a format needs, and refuses every other by throwing. */
export interface Interpreter {
	/** Called for every name that the pickle mentions. @throws CompileError 'unsafe' */
	check(path: string): void;
	/** What calling a checked name gives. */
	call(path: string, args: readonly unknown[]): unknown;
	/** What a persistent id stands for. */
	persistent(id: unknown): unknown;
	/** Whether state may be set on an object; the state itself is dropped. */
	mayBuild(target: unknown): boolean;
}

/**
 * A pickle machine that builds data and calls nothing. Opcodes: CPython, Lib/pickletools.py. Those that torch
 * has no use for are refused by name.
 */
import { CompileError } from '../../error';
import { Dict, Global, Tuple, type Interpreter } from './objects';
import { PickleReader } from './reader';
import { OPCODE_NAMES } from './opcodes';

const MARK = Symbol('mark');
const MOST_STACK = 2 ** 17;
const MOST_MEMO = 2 ** 19;

/**
 * @param label of the file, for errors
 * @throws CompileError 'damaged', or 'unsafe' for what a tensor file has no need of
 */
export function unpickle(bytes: Uint8Array, interpreter: Interpreter, label: string): unknown {
	return new Machine(new PickleReader(bytes, label), interpreter, label).run();
}

class Machine {
	readonly #stack: unknown[] = [];
	readonly #memo = new Map<number, unknown>();

	constructor(
		readonly reader: PickleReader,
		readonly interpreter: Interpreter,
		readonly label: string,
	) {}

	/** Every opcode takes at least one byte and at most a constant time and the bytes that it takes. */
	run(): unknown {
		for (;;) {
			const opcode = this.reader.uint8();
			if (opcode === 0x2e) return this.#pop();
			this.#step(opcode);
			if (this.#stack.length > MOST_STACK || this.#memo.size > MOST_MEMO) {
				throw this.#damaged('it holds more objects than a checkpoint has');
			}
		}
	}

	#step(opcode: number): void {
		const { reader } = this;
		switch (opcode) {
			// Numbers and constants
			case 0x4e: // NONE
				return this.#push(null);
			case 0x88: // NEWTRUE
				return this.#push(true);
			case 0x89: // NEWFALSE
				return this.#push(false);
			case 0x4a: // BININT
				return this.#push(reader.int32());
			case 0x4b: // BININT1
				return this.#push(reader.uint8());
			case 0x4d: // BININT2
				return this.#push(reader.uint16());
			case 0x8a: // LONG1
				return this.#push(reader.long(reader.uint8()));
			case 0x8b: // LONG4
				return this.#push(reader.long(reader.uint32()));
			case 0x47: // BINFLOAT
				return this.#push(reader.float64());
			// Strings
			case 0x58: // BINUNICODE
				return this.#push(reader.text(reader.uint32()));
			case 0x8c: // SHORT_BINUNICODE
				return this.#push(reader.text(reader.uint8()));
			case 0x8d: // BINUNICODE8
				return this.#push(reader.text(reader.uint64()));
			case 0x54: // BINSTRING
			case 0x42: // BINBYTES
				return this.#push(reader.text(reader.uint32()));
			case 0x55: // SHORT_BINSTRING
			case 0x43: // SHORT_BINBYTES
				return this.#push(reader.text(reader.uint8()));
			// Containers
			case 0x28: // MARK
				return this.#push(MARK);
			case 0x29: // EMPTY_TUPLE
				return this.#push(new Tuple([]));
			case 0x85: // TUPLE1
			case 0x86: // TUPLE2
			case 0x87: // TUPLE3
				return this.#push(new Tuple(this.#take(opcode - 0x84)));
			case 0x74: // TUPLE
				return this.#push(new Tuple(this.#takeToMark()));
			case 0x5d: // EMPTY_LIST
				return this.#push([]);
			case 0x6c: // LIST
				return this.#push(this.#takeToMark());
			case 0x61: // APPEND
				return this.#append(this.#take(1));
			case 0x65: // APPENDS
				return this.#append(this.#takeToMark());
			case 0x7d: // EMPTY_DICT
				return this.#push(new Dict());
			case 0x64: {
				// DICT
				const items = this.#takeToMark();
				this.#push(new Dict());
				return this.#setItems(items);
			}
			case 0x73: // SETITEM
				return this.#setItems(this.#take(2));
			case 0x75: // SETITEMS
				return this.#setItems(this.#takeToMark());
			// The stack and the memo
			case 0x30: // POP
				return void this.#pop();
			case 0x31: // POP_MARK
				return void this.#takeToMark();
			case 0x32: // DUP
				return this.#push(this.#top());
			case 0x71: // BINPUT
				return void this.#memo.set(reader.uint8(), this.#top());
			case 0x72: // LONG_BINPUT
				return void this.#memo.set(reader.uint32(), this.#top());
			case 0x94: // MEMOIZE
				return void this.#memo.set(this.#memo.size, this.#top());
			case 0x68: // BINGET
				return this.#push(this.#recall(reader.uint8()));
			case 0x6a: // LONG_BINGET
				return this.#push(this.#recall(reader.uint32()));
			// The framing
			case 0x80: // PROTO
				return this.#checkProtocol(reader.uint8());
			case 0x95: // FRAME
				return void reader.uint64();
			// Names, calls and persistent objects
			case 0x63: // GLOBAL
				return this.#global(reader.line(), reader.line());
			case 0x93: {
				// STACK_GLOBAL
				const [module, name] = this.#take(2);
				if (typeof module !== 'string' || typeof name !== 'string') {
					throw this.#damaged('a name in it is no string');
				}
				return this.#global(module, name);
			}
			case 0x52: // REDUCE
				return this.#reduce();
			case 0x62: // BUILD
				return this.#build();
			case 0x51: // BINPERSID
				return this.#push(this.interpreter.persistent(this.#pop()));
			default:
				throw this.#refused(opcode);
		}
	}

	#push(value: unknown): void {
		this.#stack.push(value);
	}

	#pop(): unknown {
		const [value] = this.#take(1);
		return value;
	}

	#top(): unknown {
		if (this.#stack.length === 0 || this.#stack.at(-1) === MARK) {
			throw this.#damaged('its stack is empty');
		}
		return this.#stack.at(-1);
	}

	#take(count: number): unknown[] {
		const values = this.#stack.splice(Math.max(0, this.#stack.length - count));
		if (values.length < count || values.includes(MARK)) throw this.#damaged('its stack is empty');
		return values;
	}

	#takeToMark(): unknown[] {
		const at = this.#stack.lastIndexOf(MARK);
		if (at < 0) throw this.#damaged('a mark is missing');
		return this.#stack.splice(at).slice(1);
	}

	#recall(index: number): unknown {
		if (!this.#memo.has(index))
			throw this.#damaged(`it recalls object ${index}, which is not there`);
		return this.#memo.get(index);
	}

	#append(items: readonly unknown[]): void {
		const list = this.#top();
		if (!Array.isArray(list)) throw this.#damaged('it appends to what is no list');
		for (const item of items) list.push(item);
	}

	#setItems(items: readonly unknown[]): void {
		const dict = this.#top();
		if (!(dict instanceof Dict) || items.length % 2) {
			throw this.#damaged('it sets items of what is no dict');
		}
		for (let i = 0; i < items.length; i += 2) dict.entries.set(items[i], items[i + 1]);
	}

	#checkProtocol(version: number): void {
		if (version > 5) throw this.#damaged(`protocol ${version} does not exist`);
	}

	#global(module: string, name: string): void {
		const path = `${module}.${name}`;
		this.interpreter.check(path);
		this.#push(new Global(path));
	}

	#reduce(): void {
		const [target, args] = this.#take(2);
		if (!(target instanceof Global) || !(args instanceof Tuple)) {
			throw this.#damaged('it calls what is no function');
		}
		this.#push(this.interpreter.call(target.path, args.items));
	}

	#build(): void {
		this.#pop();
		if (!this.interpreter.mayBuild(this.#top())) {
			const message = `${this.label}: its pickle sets the state of an object, which tensors have no need of`;
			throw new CompileError('unsafe', message);
		}
	}

	#refused(opcode: number): CompileError {
		const name = OPCODE_NAMES[opcode];
		if (!name) return this.#damaged(`byte ${opcode} is no pickle opcode`);
		const message = `${this.label}: its pickle uses ${name}, which tensors have no need of`;
		return new CompileError('unsafe', message);
	}

	#damaged(what: string): CompileError {
		return new CompileError('damaged', `${this.label}: its pickle is damaged: ${what}`);
	}
}

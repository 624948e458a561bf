/** Seeded ways of spoiling what should be well-formed. */

/** Small and the same everywhere: mulberry32. */
export class Random {
	#state: number;

	constructor(seed: number) {
		this.#state = seed >>> 0;
	}

	/** [0, 1) */
	next(): number {
		this.#state = (this.#state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}

	/** 0 .. limit - 1 */
	below(limit: number): number {
		return Math.floor(this.next() * limit);
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	pick<T>(list: readonly T[]): T {
		return list[this.below(list.length)];
	}
}

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** JSON in the place of a value. */
const HOSTILE: readonly string[] = [
	'null',
	'true',
	'-1',
	'0',
	'7',
	'0.5',
	'1e308',
	'9007199254740993',
	'""',
	'"../../etc/passwd"',
	'"/etc/passwd"',
	'"C:\\\\Windows\\\\x"',
	'"a/../b"',
	'"a//b"',
	'"."',
	'"x\\u0000y"',
	'"\\u202egnp.exe"',
	'"javascript:alert(1)"',
	'"https://evil.example/"',
	'"<script>alert(1)</script>"',
	'"__proto__"',
	'[]',
	'{}',
	'[[]]',
	'{"__proto__":{"polluted":1}}',
	'{"constructor":{"prototype":{"polluted":1}}}',
	'{"toString":1,"length":-1}',
	JSON.stringify('x'.repeat(100_000)),
	JSON.stringify('../'.repeat(30_000)),
	JSON.stringify(Array.from({ length: 5000 }, (_, i) => i)),
	nested(2000),
	nested(50_000),
];

/** The value as JSON, spoilt in one to three places; as it is in one of ten cases. */
export function hostileJson(value: unknown, random: Random): string {
	let json: unknown = structuredClone(value);
	const spoilt = new Map<string, string>();
	const times = random.chance(0.1) ? 0 : 1 + random.below(3);
	for (let i = 0; i < times; i++) {
		const places = placesOf(json);
		const place = random.pick(places);
		const mark = `spoilt-${i}`;
		spoilt.set(JSON.stringify(mark), random.pick(HOSTILE));
		if (place) spoil(place, mark, random);
		else json = mark;
	}
	let text = JSON.stringify(json) ?? 'null';
	for (const [mark, replacement] of spoilt) text = text.replace(mark, () => replacement);
	return text;
}

/** A copy with bytes flipped, cut, doubled or overwritten, at `from` or later. */
export function hostileBytes(bytes: Uint8Array, random: Random, from = 0): Uint8Array<ArrayBuffer> {
	let copy = Uint8Array.from(bytes);
	for (let i = 1 + random.below(4); i > 0 && copy.length > 0; i--) {
		const at = Math.min(copy.length - 1, from + random.below(Math.max(1, copy.length - from)));
		switch (random.below(6)) {
			case 0:
				copy = copy.slice(0, at);
				break;
			case 1:
				copy = Uint8Array.from([...copy.slice(0, at), ...copy.slice(at - (at % 50))]);
				break;
			case 2:
				copy.fill(0xff, at, at + 4);
				break;
			case 3:
				copy.fill(0, at, at + 8);
				break;
			default:
				copy[at] ^= 1 << random.below(8);
		}
	}
	return copy;
}

interface Place {
	readonly parent: object;
	readonly key: string;
}

/** Every place in a value, the whole of it included (null). */
function placesOf(value: unknown): (Place | null)[] {
	const found: (Place | null)[] = [null];
	const visit = (parent: unknown) => {
		if (typeof parent !== 'object' || parent === null) return;
		for (const [key, child] of Object.entries(parent)) {
			found.push({ parent, key });
			visit(child);
		}
	};
	visit(value);
	return found;
}

/** Mostly another value; else the place is gone, misspelt or there twice. */
function spoil(place: Place, mark: string, random: Random): void {
	const parent = place.parent as Record<string, unknown>;
	const way = random.below(10);
	if (way < 2) remove(place);
	else if (way < 4) parent[`${place.key}x`] = mark;
	else if (way === 4) repeat(place);
	else parent[place.key] = mark;
}

function remove({ parent, key }: Place): void {
	if (Array.isArray(parent)) parent.splice(Number(key), 1);
	else delete (parent as Record<string, unknown>)[key];
}

function repeat({ parent, key }: Place): void {
	const list = Array.isArray(parent) ? parent : Object.values(parent).find(Array.isArray);
	if (list) list.push(...structuredClone(list.slice(0, 1)));
	else (parent as Record<string, unknown>)[`${key}-again`] = null;
}

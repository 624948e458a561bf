/**
 * Runs golden cases on a compiler with a mistake in it. The mistake is planted while a module is loaded; no file
 * changes.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer, type Plugin, type ViteDevServer } from 'vite';
import type { GoldenCase } from '../../tests/golden/case';
import type * as Cases from '../../tests/golden/cases';
import type * as Fixture from '../../tests/golden/fixture';
import type { GoldenSessions } from '../../tests/golden/context';
import type * as Golden from '../../tests/support/golden';
import { plant, type Mistake } from './mistake';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const COMPILER = path.join(ROOT, 'src/lib/compiler');

/** The comparison that is farthest beyond the tolerance of its case. */
export interface Finding {
	readonly id: string;
	readonly what: string;
	/** Largest absolute difference; infinite where shapes differ or nothing ran. */
	readonly difference: number;
	readonly tolerance: number;
}

export class MutationHarness {
	#mistake: Mistake | null = null;
	#planted = false;

	private constructor(private readonly server: ViteDevServer) {}

	static async open(): Promise<MutationHarness> {
		let harness: MutationHarness | null = null;
		const plugin: Plugin = {
			name: 'plant-mistake',
			enforce: 'pre',
			transform: (code, id) => harness?.edit(code, id),
		};
		const server = await createServer({
			root: ROOT,
			configFile: false,
			appType: 'custom',
			logLevel: 'silent',
			plugins: [plugin],
			resolve: { alias: { $lib: path.join(ROOT, 'src/lib') } },
			server: { middlewareMode: true, hmr: false, ws: false, watch: null },
			optimizeDeps: { noDiscovery: true, include: [] },
		});
		harness = new MutationHarness(server);
		return harness;
	}

	/**
	 * Runs cases with a mistake, or without one. Returns their worst findings, in the order of the ids.
	 * @throws Error for an id that no case has, or a mistake that none of the cases loads
	 */
	async run(ids: readonly string[], mistake: Mistake | null): Promise<Finding[]> {
		// 1. Every module anew, with the mistake.
		this.#mistake = mistake;
		this.#planted = mistake === null;
		this.server.environments.ssr.moduleGraph.invalidateAll();
		const { CASES } = await this.#load<typeof Cases>('tests/golden/cases.ts');
		const { nodeContext } = await this.#load<typeof Golden>('tests/support/golden.ts');
		const { maxDifference } = await this.#load<typeof Fixture>('tests/golden/fixture.ts');
		if (!this.#planted) throw new Error(`${mistake!.file} is part of no golden case`);
		// 2. Cases one after the other.
		const findings: Finding[] = [];
		for (const id of ids) {
			const golden = CASES.find((one) => one.id === id);
			if (!golden) throw new Error(`no golden case ${id}`);
			const context = nodeContext('sliced');
			try {
				findings.push(await worst(golden, context, maxDifference));
			} finally {
				await context.close();
			}
		}
		return findings;
	}

	close(): Promise<void> {
		return this.server.close();
	}

	private edit(code: string, id: string): string | undefined {
		const mistake = this.#mistake;
		if (!mistake || id !== path.join(COMPILER, mistake.file)) return undefined;
		this.#planted = true;
		return plant(code, mistake);
	}

	async #load<Module>(file: string): Promise<Module> {
		return (await this.server.ssrLoadModule(path.join(ROOT, file))) as Module;
	}
}

async function worst(
	{ id, tolerance, run }: GoldenCase,
	context: GoldenSessions,
	maxDifference: typeof Fixture.maxDifference,
): Promise<Finding> {
	try {
		const comparisons = await run(context);
		const findings = comparisons.map(({ what, actual, expected }) => ({
			id,
			what,
			difference: maxDifference(actual, expected),
			tolerance,
		}));
		return findings.reduce((a, b) => (b.difference > a.difference ? b : a));
	} catch (error) {
		// A mistake that is no program proves nothing.
		if (error instanceof TypeError || error instanceof ReferenceError) throw error;
		// A graph that cannot be built or run is as red as a wrong number.
		const [what] = String(error).split('\n');
		return { id, what, difference: Infinity, tolerance };
	}
}

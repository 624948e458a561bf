import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SerializedError } from 'vitest';
import type { Reporter, TestModule, TestSpecification } from 'vitest/node';

/** Names the file that gets the report; what an earlier run wrote about other files stays in it. */
export const REPORT_VARIABLE = 'LIKENESS_UNIT_REPORT';

export interface FileReport {
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
	/** False where something failed, or the file never came to its end. */
	readonly good: boolean;
}

/** By path from the root of the repository. */
export type UnitReport = Readonly<Record<string, FileReport>>;

export function readUnitReport(file: string): UnitReport {
	return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as UnitReport) : {};
}

/** Vitest reporter: how each file ended, also those whose browser went away before they were run. */
export default class UnitReporter implements Reporter {
	readonly #files: Record<string, FileReport> = {};

	onTestRunStart(specifications: readonly TestSpecification[]): void {
		for (const { moduleId } of specifications) {
			this.#files[fromRoot(moduleId)] = { passed: 0, failed: 0, skipped: 0, good: false };
		}
	}

	onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
		for (const module of modules) this.#files[fromRoot(module.moduleId)] = reportOf(module);
		// Errors outside of any test.
		for (const { VITEST_TEST_PATH } of errors as readonly { VITEST_TEST_PATH?: string }[]) {
			const file = VITEST_TEST_PATH && fromRoot(VITEST_TEST_PATH);
			if (file && this.#files[file]) this.#files[file] = { ...this.#files[file], good: false };
		}
		const target = process.env[REPORT_VARIABLE];
		if (!target) return;
		writeFileSync(target, JSON.stringify({ ...readUnitReport(target), ...this.#files }));
	}
}

function reportOf(module: TestModule): FileReport {
	const counted = { passed: 0, failed: 0, skipped: 0 };
	for (const test of module.children.allTests()) {
		const { state } = test.result();
		if (state !== 'pending') counted[state]++;
	}
	return { ...counted, good: ['passed', 'skipped'].includes(module.state()) };
}

function fromRoot(file: string): string {
	return path.relative(process.cwd(), file);
}

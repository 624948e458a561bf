/**
 * `npm test`: everything, in the order in which a mistake is cheapest to find. Runs every step even when an
 * earlier one failed, and ends with one line: N passed, N failed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { findChromium } from './find-chromium';

const OUT = 'out/test';
const VITEST_REPORT = `${OUT}/vitest.json`;
const PLAYWRIGHT_REPORT = `${OUT}/playwright.json`;

interface Step {
	readonly name: string;
	readonly command: string;
	/** Counts the tests of a runner's report; without one the step itself counts as one check. */
	readonly count?: () => Count;
}

interface Count {
	passed: number;
	failed: number;
	skipped: number;
}

const STEPS: readonly Step[] = [
	{ name: 'models', command: 'npm run --silent models' },
	{ name: 'messages', command: 'npm run --silent messages' },
	{ name: 'format', command: 'prettier --check --log-level warn .' },
	{ name: 'types', command: 'npm run --silent check' },
	{ name: 'lint', command: 'eslint .' },
	{ name: 'rooms', command: 'depcruise src' },
	{
		name: 'unit tests',
		command: `vitest run --reporter=default --reporter=json --outputFile.json=${VITEST_REPORT}`,
		count: countVitest,
	},
	{ name: 'build', command: 'npm run --silent build' },
	{ name: 'size', command: 'npm run --silent size' },
	{ name: 'end to end', command: 'playwright test', count: countPlaywright },
];

main();

function main(): void {
	rmSync(OUT, { recursive: true, force: true });
	mkdirSync(OUT, { recursive: true });
	ensureChromium();
	const total: Count = { passed: 0, failed: 0, skipped: 0 };
	const failures: string[] = [];
	for (const step of STEPS) {
		const started = Date.now();
		console.log(`\n=== ${step.name}: ${step.command}`);
		const { status } = spawnSync(step.command, {
			shell: true,
			stdio: 'inherit',
			env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: PLAYWRIGHT_REPORT },
		});
		const counted = countOf(step, status === 0);
		total.passed += counted.passed;
		total.failed += counted.failed;
		total.skipped += counted.skipped;
		if (counted.failed > 0) failures.push(step.name);
		console.log(`=== ${step.name}: ${seconds(started)} s, ${counted.failed} failed`);
	}
	if (total.skipped > 0) console.log(`\n${total.skipped} skipped (they say why above)`);
	if (failures.length > 0) console.log(`failed: ${failures.join(', ')}`);
	console.log(`${total.passed} passed, ${total.failed} failed`);
	process.exitCode = total.failed > 0 ? 1 : 0;
}

function ensureChromium(): void {
	if (findChromium()) return;
	console.log('No Chrome or Chromium found: Playwright fetches one.');
	spawnSync('playwright install chromium', { shell: true, stdio: 'inherit' });
	if (findChromium()) return;
	console.error(
		'The tests need Chrome or Chromium: install one (for example `apt-get install chromium`) or set CHROME_PATH.',
	);
	console.log('0 passed, 1 failed');
	process.exit(1);
}

/** A runner that fails without a failed test (a crash, a missing report) still counts as one failure. */
function countOf(step: Step, succeeded: boolean): Count {
	const counted = step.count?.() ?? { passed: succeeded ? 1 : 0, failed: 0, skipped: 0 };
	return !succeeded && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}

function countVitest(): Count {
	if (!existsSync(VITEST_REPORT)) return { passed: 0, failed: 1, skipped: 0 };
	const report = JSON.parse(readFileSync(VITEST_REPORT, 'utf8')) as Record<string, number>;
	return {
		passed: report.numPassedTests,
		failed: report.numFailedTests,
		skipped: report.numPendingTests + report.numTodoTests,
	};
}

function countPlaywright(): Count {
	if (!existsSync(PLAYWRIGHT_REPORT)) return { passed: 0, failed: 1, skipped: 0 };
	const { stats } = JSON.parse(readFileSync(PLAYWRIGHT_REPORT, 'utf8')) as {
		stats: { expected: number; unexpected: number; flaky: number; skipped: number };
	};
	return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
}

function seconds(since: number): string {
	return ((Date.now() - since) / 1000).toFixed(0);
}

/**
 * `npm test`: everything, in the order in which a mistake is cheapest to find. Runs every step even when an
 * earlier one failed, repeats at the end what the failed ones said last, and ends with one line:
 * N passed, N failed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { findChromium } from './find-chromium';
import { readUnitReport, REPORT_VARIABLE } from './testing/unit-reporter';

const OUT = 'out/test';
const UNIT_REPORT = `${OUT}/unit.json`;
const UNIT_TESTS = 'vitest run --reporter=default --reporter=./tools/testing/unit-reporter.ts';
const PLAYWRIGHT_REPORT = `${OUT}/playwright.json`;

/** Lines of a failed step that are said again at the end: runners sum their failures up there. */
const REPEATED_LINES = 80;

interface Step {
	readonly name: string;
	readonly command: string;
	/** Counts the tests of a runner's report; without one the step itself counts as one check. */
	readonly count?: () => Count;
	/** After a failure: the command that tries once more what failed, undefined where that cannot be told. */
	readonly again?: () => string | undefined;
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
		command: UNIT_TESTS,
		count: countUnitTests,
		again: retryUnitTests,
	},
	{ name: 'build', command: 'npm run --silent build' },
	{ name: 'size', command: 'npm run --silent size' },
	{ name: 'end to end', command: 'playwright test', count: countPlaywright },
];

await main();

async function main(): Promise<void> {
	rmSync(OUT, { recursive: true, force: true });
	mkdirSync(OUT, { recursive: true });
	ensureChromium();
	const total: Count = { passed: 0, failed: 0, skipped: 0 };
	const failures: { name: string; lastLines: readonly string[] }[] = [];
	for (const step of STEPS) {
		const started = Date.now();
		console.log(`\n=== ${step.name}: ${step.command}`);
		let { succeeded, lastLines } = await run(step.command);
		const again = succeeded ? undefined : step.again?.();
		if (again) {
			console.log(`\n=== ${step.name}, once more: ${again}`);
			({ succeeded, lastLines } = await run(again));
		}
		const counted = countOf(step, succeeded);
		total.passed += counted.passed;
		total.failed += counted.failed;
		total.skipped += counted.skipped;
		if (counted.failed > 0) failures.push({ name: step.name, lastLines });
		console.log(`=== ${step.name}: ${seconds(started)} s, ${counted.failed} failed`);
	}
	if (total.skipped > 0) console.log(`\n${total.skipped} skipped (they say why above)`);
	for (const { name, lastLines } of failures) {
		console.log(`\n=== failed: ${name}. It ended with:\n${lastLines.join('\n')}`);
	}
	if (failures.length > 0) console.log(`\nfailed: ${failures.map(({ name }) => name).join(', ')}`);
	console.log(`${total.passed} passed, ${total.failed} failed`);
	process.exitCode = total.failed > 0 ? 1 : 0;
}

/** Runs a command of the shell, passes its output on and keeps the end of it. */
async function run(command: string): Promise<{ succeeded: boolean; lastLines: readonly string[] }> {
	const child = spawn(command, {
		shell: true,
		stdio: ['inherit', 'pipe', 'pipe'],
		env: {
			...process.env,
			[REPORT_VARIABLE]: UNIT_REPORT,
			PLAYWRIGHT_JSON_OUTPUT_NAME: PLAYWRIGHT_REPORT,
		},
	});
	let tail = '';
	const keep = (out: NodeJS.WriteStream) => (chunk: string) => {
		out.write(chunk);
		tail = (tail + chunk).split('\n').slice(-REPEATED_LINES).join('\n');
	};
	child.stdout.setEncoding('utf8').on('data', keep(process.stdout));
	child.stderr.setEncoding('utf8').on('data', keep(process.stderr));
	const [code] = (await once(child, 'close')) as [number | null];
	return { succeeded: code === 0, lastLines: tail.trimEnd().split('\n') };
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

/** Shared machines stall, and browsers go away; a file that fails twice has a reason. */
function retryUnitTests(): string | undefined {
	const failed = Object.entries(readUnitReport(UNIT_REPORT))
		.filter(([, { good }]) => !good)
		.map(([file]) => file);
	if (failed.length === 0) return undefined;
	return `${UNIT_TESTS} ${failed.join(' ')}`;
}

function countUnitTests(): Count {
	const total: Count = { passed: 0, failed: 0, skipped: 0 };
	const files = Object.values(readUnitReport(UNIT_REPORT));
	for (const { passed, failed, skipped, good } of files) {
		total.passed += passed;
		total.failed += good ? 0 : Math.max(1, failed);
		total.skipped += skipped;
	}
	return files.length > 0 ? total : { ...total, failed: 1 };
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

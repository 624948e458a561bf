/**
 * Shows that the golden cases notice the mistakes that re-implementations make: plants each one in the compiler and
 * names the case that turns red. `npx tsx tools/mutations/run.ts [words of a mistake]`; a few minutes.
 */
import { negativeControls } from './controls';
import { MutationHarness, type Finding } from './harness';
import { MISTAKES } from './mistakes';

const wanted = process.argv.slice(2).join(' ');
const mistakes = MISTAKES.filter(({ mistake }) => mistake.includes(wanted));
const harness = await MutationHarness.open();
const survivors: string[] = [];
try {
	// 1. Without a mistake all cases are green: a red one would prove nothing.
	const ids = [...new Set(mistakes.flatMap(({ cases }) => cases))];
	const broken = (await harness.run(ids, null)).filter(isRed);
	if (broken.length) throw new Error(`red without a mistake: ${broken.map(describe).join('; ')}`);
	// 2. With each mistake at least one is red.
	const controls = await negativeControls();
	console.log('| mistake | reference moved by | found by | moved by | tolerance |');
	console.log('| --- | --- | --- | --- | --- |');
	for (const mistake of mistakes) {
		const findings = await harness.run(mistake.cases, mistake);
		const [found] = findings.filter(isRed).sort((a, b) => b.difference - a.difference);
		if (!found) survivors.push(`${mistake.mistake}: ${findings.map(describe).join('; ')}`);
		console.log(
			`| ${mistake.mistake} | ${controls.get(mistake.mistake)?.toPrecision(2) ?? ''} | ${found ? describe(found) : '**nothing**'} |`,
		);
	}
} finally {
	await harness.close();
}
for (const survivor of survivors) console.error(`not noticed: ${survivor}`);
console.log(`${mistakes.length - survivors.length} of ${mistakes.length} mistakes noticed`);
process.exitCode = survivors.length ? 1 : 0;

function isRed({ difference, tolerance }: Finding): boolean {
	return !(difference <= tolerance);
}

function describe({ id, what, difference, tolerance }: Finding): string {
	const by = Number.isFinite(difference) ? difference.toPrecision(2) : 'does not run';
	return `${id}: ${what} | ${by} | ${tolerance}`;
}

/**
 * Jobs on the real generating worker with a tiny pack, disturbed: tensors are those of the runtime. A shorter storm in
 * every run; VITE_STORM=200 for the long one (about ten minutes on two idle cores).
 */
import { afterEach, beforeAll, expect, test } from 'vitest';
import { weather } from '../../../tests/support/generate-storm';
import { Tab } from '../../../tests/support/generate-tab';
import { installTiny, ofSide } from '../../../tests/support/tiny-install';

const times = Number(import.meta.env.VITE_STORM ?? 8);
const NAME = 'generate-storm';
/** Runs of the UNet, of two a picture, after which the device is lost. */
const LOST = 11;

let pack: string;
beforeAll(async () => {
	indexedDB.deleteDatabase(NAME);
	({ id: pack } = await installTiny(ofSide(128, 2)));
}, 300_000);

const tabs: Tab[] = [];
afterEach(() => {
	for (const tab of tabs) tab.close();
});

const spawn = () =>
	new Worker(new URL('../../workers/generate/testing-worker.ts', import.meta.url), {
		type: 'module',
		name: `losing-${LOST}`,
	});

test(
	`${times} cancels, reloads and dead workers, and a device that goes away: nothing lost, stuck or left behind`,
	{ timeout: 3_600_000 },
	async ({ annotate }) => {
		const { jobs, pictures } = await weather({
			times,
			async openTab() {
				const tab = new Tab(NAME, spawn);
				tabs.push(tab);
				return tab.open();
			},
			pack: () => pack,
			searching: 0.1,
			patience: 3_000,
			longest: 1_800_000,
			// Of 16 layers, for one prompt and one face.
			kept: 16 * 2 * 2,
		});
		await annotate(`${times} disturbances: ${jobs} jobs, ${pictures} pictures`);
		expect(pictures).toBeGreaterThanOrEqual(4);
	},
);

/** Compiles the tiny pack in Node and prints its manifest: parity.browser.test.ts compares it with its own. */
import { compilePack } from '../../../src/lib/compiler/compile/compile';
import { readFixture } from '../../support/golden';
import { MemorySink } from './memory-sink';
import { PARITY, tinyInput } from './tiny-pack';

const input = await tinyInput(PARITY.components, readFixture, PARITY.entry);
console.log(JSON.stringify(await compilePack(input, new MemorySink(), () => {})));

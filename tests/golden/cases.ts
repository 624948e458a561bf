import type { GoldenCase } from './case';
import { layers } from './layers';

/** Every graph that must give the recorded numbers, on every provider. */
export const CASES: readonly GoldenCase[] = [...layers];

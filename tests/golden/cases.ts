import type { GoldenCase } from './case';
import { CLIP_TEXT } from './clip-text';
import { layers } from './layers';
import { TAESD } from './taesd';
import { UNETS } from './unet';

/** Every graph that must give the recorded numbers, on every provider. */
export const CASES: readonly GoldenCase[] = [...layers, CLIP_TEXT, TAESD, ...UNETS];

/** `npm run messages`: messages/*.json -> src/lib/paraglide, for the tools that run without Vite. */
import { compile } from '@inlang/paraglide-js';
import { PARAGLIDE } from './options';

await compile(PARAGLIDE);

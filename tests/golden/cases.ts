import { AUTOENCODER_KL } from './autoencoder-kl';
import type { GoldenCase } from './case';
import { CLIP_TEXT } from './clip-text';
import { CLIP_VISION } from './clip-vision';
import { CURRICULAR_FACE } from './curricular-face';
import { FACEID_PROJECTION } from './faceid-projection';
import { IP_FACEID, IP_FACEID_WEIGHTS } from './ip-faceid';
import { layers } from './layers';
import { PIPELINE, UNIPORTRAIT_PIPELINE } from './pipeline';
import { PLUS_PROJECTION } from './plus-projection';
import { RESAMPLER } from './resampler';
import { TAESD } from './taesd';
import { UNETS } from './unet';
import { UNIPORTRAIT_PROJECTION } from './uniportrait-projection';
import { UNIPORTRAIT_UNET, UNIPORTRAIT_WEIGHTS } from './uniportrait-unet';

/** Every graph that must give the recorded numbers, on every provider. */
export const CASES: readonly GoldenCase[] = [
	...layers,
	CLIP_TEXT,
	CLIP_VISION,
	TAESD,
	AUTOENCODER_KL,
	FACEID_PROJECTION,
	PLUS_PROJECTION,
	RESAMPLER,
	CURRICULAR_FACE,
	UNIPORTRAIT_PROJECTION,
	...UNETS,
	IP_FACEID,
	IP_FACEID_WEIGHTS,
	UNIPORTRAIT_UNET,
	UNIPORTRAIT_WEIGHTS,
	PIPELINE,
	UNIPORTRAIT_PIPELINE,
];

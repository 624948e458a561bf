/** Work that takes longer than a second reports how far it is. */
export interface Progress {
	/** 0..1, never falls within one job. */
	readonly fraction: number;
	/** What is happening now, as a key that the interface translates. */
	readonly stage: ProgressStage;
}

export type ProgressStage =
	| 'runtime' // the wasm of the runtime is loading
	| 'models' // built-in models are loading
	| 'decode' // the photo is being decoded
	| 'detect' // faces are being searched
	| 'analyse' // landmarks, descriptor and mask of one face
	| 'matte' // a downloaded network cuts the person out
	| 'prepare' // the preparation that all instant styles share
	| 'render' // one avatar is being drawn
	| 'score'; // a result is being compared with the photo

export type OnProgress = (progress: Progress) => void;

/**
 * What each worker can do. Only types: bridge imports these, never the workers themselves.
 * Every call takes a job id; cancel(job) makes the running call reject with an AbortError
 * at its next checkpoint. OnProgress arrives as a Comlink proxy.
 */
import type { Affine, Box } from '$lib/domain/geometry';
import type { DetectedFace, Face, FollowedPortrait, Portrait } from '$lib/domain/face';
import type {
	CustomSize,
	CustomSpec,
	HeadMeasure,
	IdAdjust,
	IdCheck,
	IdCorrection,
	IdMode,
	IdRecipe,
	IdSpec,
	IdSubject,
	Placement,
	SquareMask,
} from '$lib/domain/id-photo';
import type { Photo } from '$lib/domain/photo';
import type { HubChoice, HubSpeed } from '$lib/domain/hubs';
import type { OnProgress } from '$lib/domain/progress';
import type { Candidate, Recipe } from '$lib/domain/recipe';
import type { Catalogue } from '$lib/domain/pack-catalogue';
import type { InstalledPack, InstallPlan, InstallState } from '$lib/domain/pack';
import type { GeneratedRecipe, GenerationTiming } from '$lib/domain/generated';
import type { BackendChoice, RuntimeReason, RuntimeStatus } from '$lib/domain/runtime';
import type { ExportFormat } from '$lib/image/encode';
import type { CardSheetOptions } from '$lib/image/card/card-sheet';
import type { CardWords } from '$lib/image/card/draw-card';
import type { AnimationKind } from '$lib/domain/outputs';
import type { Rarity } from '$lib/domain/blind-box';
import type { ExportOptions } from '$lib/image/export';
import type { IdFile, IdFormat } from '$lib/idphoto/file/id-file';
import type { IdSheet, SheetItem, SheetOptions } from '$lib/idphoto/file/id-sheet';
import type { Pixels } from '$lib/image/warp';

export type JobId = number;

export interface FaceApi {
	/** Loads the runtime and the built-in models. Idempotent; a failure is forgotten, so a retry works. */
	start(job: JobId, choice: BackendChoice, onProgress: OnProgress): Promise<RuntimeStatus>;
	/** Decodes a file: upright, sRGB, reduced. Needs no models. Throws PhotoError. */
	decode(job: JobId, file: Blob, name: string): Promise<Photo>;
	/** All faces, largest first. Empty when there is none. */
	findFaces(job: JobId, photo: ImageBitmap, onProgress: OnProgress): Promise<DetectedFace[]>;
	/** Landmarks, pose, descriptor, advice, and the portrait crop of one face. */
	analyse(
		job: JobId,
		photo: ImageBitmap,
		face: DetectedFace,
		others: readonly Box[],
		onProgress: OnProgress,
	): Promise<{ face: Face; portrait: Portrait }>;
	/** What an ID photo needs to know of one face: the head, and masks of its wide surroundings. */
	idSubject(
		job: JobId,
		photo: ImageBitmap,
		face: DetectedFace,
		others: readonly Box[],
		onProgress: OnProgress,
	): Promise<IdSubject>;
	/**
	 * The same of one frame of a camera, lighter, see face/follow-head.ts. Null without a face.
	 * @param last landmarks of the frame before, or null: then all faces are searched
	 * @param masked whether the mask is drawn anew
	 */
	followHead(
		job: JobId,
		frame: ImageBitmap,
		last: Float32Array | null,
		masked: boolean,
	): Promise<IdSubject | null>;
	/**
	 * A small portrait of one frame of a camera, see face/follow-portrait.ts. Null without a face.
	 * @param last landmarks and mask that this told of the frame before, or null: then all faces are searched
	 * @param side of the crop in pixels
	 * @param masked whether the mask is drawn anew
	 */
	followPortrait(
		job: JobId,
		frame: ImageBitmap,
		last: Pick<FollowedPortrait, 'landmarks' | 'mask'> | null,
		side: number,
		masked: boolean,
	): Promise<FollowedPortrait | null>;
	/**
	 * The descriptor of a picture whose face position is known from the photo it was made of:
	 * landmarks in picture pixels, LANDMARKS x 3. No detection: detectors miss drawn faces.
	 */
	describe(job: JobId, picture: ImageBitmap, landmarks: Float32Array): Promise<Float32Array>;
	/**
	 * A face upright and in place for identity networks: the `rgb` of an AlignedFace (domain/person.ts).
	 * @param landmarks in photo pixels, LANDMARKS x 3
	 */
	align(job: JobId, photo: ImageBitmap, landmarks: Float32Array): Promise<Uint8Array<ArrayBuffer>>;
	cancel(job: JobId): void;
	dispose(): Promise<void>;
}

/** A drawn avatar before it is encoded. */
export interface Rendering {
	readonly side: number;
	/** Opaque. */
	readonly picture: ImageBitmap;
	/** side x side, 0..255: the figure without its backdrop. */
	readonly cutout: Uint8ClampedArray<ArrayBuffer>;
	/** Maps portrait crop pixels to picture pixels: where the face went (crop, offset, flip of the seed). */
	readonly fromPortrait: Affine;
	/** Whether a face network sees people in this style as people do (see Likeness.meaningful). */
	readonly likenessMeaningful: boolean;
	/** Which executor drew it. */
	readonly executor: 'gpu' | 'cpu';
	readonly milliseconds: number;
}

/** 'gpu' takes a software adapter too, but none that computes wrong numbers. */
export type ExecutorChoice = 'auto' | 'gpu' | 'cpu';

export interface ExecutorStatus {
	readonly executor: 'gpu' | 'cpu';
	/** In the words of RuntimeStatus. */
	readonly reason: RuntimeReason;
}

export interface StudioApi {
	/**
	 * Decides what draws, and draws something small and forgets it: compilers have then seen the work before
	 * the first portrait comes.
	 */
	warmUp(job: JobId, prefer: ExecutorChoice): Promise<void>;
	/**
	 * Keeps the portrait for the renderings that follow, and prepares it lazily per size. Replaces the
	 * previous one. The first call decides what draws, by the preference.
	 */
	open(job: JobId, portrait: Portrait, prefer: ExecutorChoice): Promise<void>;
	/** Replaces the open portrait by the same person a moment later: the matte serves on. Opens it where none is. */
	follow(job: JobId, portrait: Portrait, prefer: ExecutorChoice): Promise<void>;
	/** Draws one avatar of the open portrait. */
	render(job: JobId, recipe: Recipe, side: number, onProgress: OnProgress): Promise<Rendering>;
	/** The refined matte of the open portrait: side x side, 0..255. */
	matte(job: JobId, side: number): Promise<Uint8ClampedArray<ArrayBuffer>>;
	/** Which executor is used and why. */
	status(): Promise<ExecutorStatus>;
	cancel(job: JobId): void;
	dispose(): Promise<void>;
}

export type {
	ExportFormat,
	ExportOptions,
	Pixels,
	IdFile,
	IdFormat,
	IdSheet,
	SheetItem,
	SheetOptions,
	CardSheetOptions,
	CardWords,
};

export interface ExportApi {
	/** A bitmap as a file, reduced to fit `longSide`. */
	encodeBitmap(
		job: JobId,
		bitmap: ImageBitmap,
		format: ExportFormat,
		longSide: number,
	): Promise<Blob>;
	/** A side x side mask, 0..255, as an opaque PNG. */
	encodeGrey(job: JobId, grey: Uint8ClampedArray, side: number): Promise<Blob>;
	/** An avatar as a file to share. Throws what exportPicture throws. */
	exportPicture(job: JobId, candidate: Candidate, options: ExportOptions): Promise<Blob>;
	/** A looping GIF of a finished picture. Throws what animate throws. */
	animate(job: JobId, picture: Blob, kind: AnimationKind): Promise<Blob>;
	/** A collecting card around a square picture, as a PNG. */
	drawCard(job: JobId, art: Blob, rarity: Rarity, words: CardWords): Promise<Blob>;
	/** Cards on paper at true size. Throws what cardSheets throws. */
	cardSheets(job: JobId, cards: readonly Blob[], options: CardSheetOptions): Promise<Blob[]>;
	/** The file of an ID photo: exact pixels, resolution and kilobytes. Throws what writeIdFile throws. */
	writeIdFile(
		job: JobId,
		pixels: Pixels,
		spec: IdSpec,
		options: { readonly format: IdFormat; readonly mode: IdMode },
	): Promise<IdFile>;
	/** ID photos on paper at true size. Throws what writeIdSheet throws. */
	writeIdSheet(job: JobId, items: readonly SheetItem[], options: SheetOptions): Promise<IdSheet>;
	cancel(job: JobId): void;
	dispose(): Promise<void>;
}

export type { HubChoice, HubSpeed };

export interface VerifyReport {
	readonly pack: string;
	readonly bytes: number;
	/** Files that are missing or do not match their hash; installing again mends them. */
	readonly damaged: readonly string[];
}

/** What each network of a pack gave on this device. */
export interface TrialReport {
	readonly backend: RuntimeStatus['backend'];
	readonly networks: readonly {
		readonly name: string;
		readonly milliseconds: number;
		/** False where it gave something that is no number. */
		readonly finite: boolean;
	}[];
}

/** 0..1; arrives as a Comlink proxy. */
export type OnFraction = (fraction: number) => void;

/** Installs, keeps and serves packs. Every failure is a PackError. */
export interface PackApi {
	catalogue(job: JobId): Promise<Catalogue>;
	/** Measures the hubs that this edition knows. */
	probe(job: JobId): Promise<HubSpeed[]>;
	/** Lists the repositories and works out sizes; fetches nothing else. */
	plan(job: JobId, pack: string, hub: HubChoice): Promise<InstallPlan>;
	/**
	 * Downloads, checks, compiles and keeps a pack; goes on where an earlier install stopped. Cancelling the
	 * job pauses it: everything complete is kept. Rejects with 'busy' while another tab installs.
	 */
	install(job: JobId, pack: string, hub: HubChoice): Promise<InstalledPack>;
	/** Installs that run, are paused or failed. Changes are announced in every tab, see domain/pack-channel.ts. */
	states(job: JobId): Promise<InstallState[]>;
	/** Forgets a paused or failed install with everything that only it needed. */
	discard(job: JobId, pack: string): Promise<void>;
	installed(job: JobId): Promise<InstalledPack[]>;
	/** Reads every byte again. */
	verify(job: JobId, pack: string, onFraction: OnFraction): Promise<VerifyReport>;
	remove(job: JobId, pack: string): Promise<void>;
	/** Runs every network of a pack once, with small inputs, on what this device has. */
	tryOut(job: JobId, pack: string, onFraction: OnFraction): Promise<TrialReport>;
	/** The whole pack as one file that importFiles takes back. */
	exportPack(job: JobId, pack: string): Promise<Blob>;
	/** An exported pack, or a checkpoint, LoRA or folder that the person has. */
	importFiles(job: JobId, files: readonly File[], onFraction: OnFraction): Promise<InstalledPack>;
	cancel(job: JobId): void;
	dispose(): Promise<void>;
}

/** A pack that is open and ready to draw. */
export interface OpenedPack {
	readonly pack: string;
	/** sha256 of its manifest, for recipes. */
	readonly hash: string;
	readonly backend: RuntimeStatus['backend'];
	readonly attention: 'fused' | 'sliced';
	/** Sessions are opened one after the other and closed again, and pictures are small. */
	readonly lowMemory: boolean;
	/** What the pack was made for. */
	readonly defaults: Pick<GeneratedRecipe, 'sampler' | 'steps' | 'guidance' | 'identityScale'>;
	readonly sizes: { readonly least: number; readonly most: number; readonly step: number };
	/** False for packs without an identity adapter, and without a text encoder. */
	readonly identity: boolean;
	readonly freeText: boolean;
}

export interface GenerationRequest {
	readonly recipe: GeneratedRecipe;
	/** From identify(); null draws nobody in particular. */
	readonly identity: string | null;
	/** Head and shoulders at the recipe's size, RGBA, opaque; null where strength is 1. */
	readonly structure: Uint8ClampedArray<ArrayBuffer> | null;
	/** Every how many steps to show a preview; 0 for none. */
	readonly previewEvery: number;
}

export interface GenerationStep {
	/** 1 after the first step. */
	readonly step: number;
	readonly steps: number;
	readonly preview: ImageBitmap | null;
}

export interface Generated {
	readonly picture: ImageBitmap;
	readonly timing: GenerationTiming;
}

/** Draws with the networks of a pack. Every failure is a RuntimeError or a PackError. */
export interface GenerateApi {
	/** Opens a pack that is installed; what is open of another goes. Progress stage 'models'. */
	open(
		job: JobId,
		pack: string,
		options: { readonly choice: BackendChoice; readonly lowMemory: boolean | 'auto' },
		onProgress: OnProgress,
	): Promise<OpenedPack>;
	/**
	 * Works out who somebody is, from one or more aligned faces (domain/person.ts) of the same person. The key stands for it
	 * until the pack or the worker goes; asking again with the same faces costs nothing.
	 */
	identify(job: JobId, faces: readonly Uint8Array[]): Promise<string>;
	/** One picture. A cancel takes effect within one step. */
	generate(
		job: JobId,
		request: GenerationRequest,
		onStep: (step: GenerationStep) => void,
	): Promise<Generated>;
	/** Buffers that are alive on the device, for tests of leaks. */
	tensors(): Promise<number>;
	cancel(job: JobId): void;
	dispose(): Promise<void>;
}

/** Cuts people out with the network of a pack. Every failure is a RuntimeError or a PackError. */
export interface MattingApi {
	/**
	 * The matte of a picture, 0..1, at the network's size. The pack's network stays open until another is asked
	 * for. Progress stage 'matte'.
	 * @param picture closed here
	 */
	cutOut(
		job: JobId,
		pack: string,
		choice: BackendChoice,
		picture: ImageBitmap,
		onProgress: OnProgress,
	): Promise<Pick<SquareMask, 'width' | 'height' | 'data'>>;
	cancel(job: JobId): void;
	dispose(): Promise<void>;
}

/** Where the head goes, and what an official would say. */
export interface IdFit {
	readonly placement: Placement;
	/** In the order of ID_RULES; rules that the spec does not have are left out. */
	readonly checks: readonly IdCheck[];
}

/** A finished ID photo before it is encoded. */
export interface IdRendering {
	readonly width: number;
	readonly height: number;
	/** width x height x RGBA, sRGB, opaque. */
	readonly rgba: Uint8ClampedArray<ArrayBuffer>;
	readonly placement: Placement;
	/** Of the picture as it is now: background and light may have changed since fit(). */
	readonly checks: readonly IdCheck[];
	/** Milliseconds of each stage: 'matte' (0 when it was there), 'retouch', 'compose', 'checks'. */
	readonly timing: Readonly<Record<string, number>>;
}

/** Makes ID photos of one open photo; no network runs here. */
export interface IdPhotoApi {
	/** Every spec, the usual ones first. Needs no photo. */
	specs(job: JobId): Promise<readonly IdSpec[]>;
	customSpec(job: JobId, size: CustomSize): Promise<CustomSpec>;
	/**
	 * Keeps the photo and measures the head; replaces the one before.
	 * @param finer a mask of higher resolution by another network, which then decides; null for none
	 */
	open(
		job: JobId,
		photo: ImageBitmap,
		subject: IdSubject,
		finer: SquareMask | null,
	): Promise<HeadMeasure>;
	/** What an official would say to a frame of a camera, see idphoto/guide.ts. The open photo stays. */
	guide(
		job: JobId,
		frame: ImageBitmap,
		subject: IdSubject,
		spec: IdSpec,
		detail: number,
	): Promise<readonly IdCheck[]>;
	/** Places the crop and checks the photo as it is, without drawing. */
	fit(job: JobId, spec: IdSpec, mode: IdMode, adjust: IdAdjust | null): Promise<IdFit>;
	/**
	 * Draws the picture at the spec's pixels. Unaltered mode rejects with a RangeError when a retouch, or a
	 * background that the spec does not let be replaced, is asked for.
	 * @param correction what was painted on the matte; null for nothing
	 */
	render(
		job: JobId,
		recipe: IdRecipe,
		correction: IdCorrection | null,
		onProgress: OnProgress,
	): Promise<IdRendering>;
	/** The refined mask, 0..255, over `box` of the photo, for the brush: what a correction is painted on. */
	matte(
		job: JobId,
		correction: IdCorrection | null,
	): Promise<{
		readonly box: Box;
		readonly width: number;
		readonly height: number;
		readonly alpha: Uint8ClampedArray<ArrayBuffer>;
	}>;
	cancel(job: JobId): void;
	dispose(): Promise<void>;
}

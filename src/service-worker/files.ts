/** One file of the build, as the build lists it for the service worker. */
export interface BuiltFile {
	/** Relative to the root of the site; './' is the start page. */
	readonly url: string;
	/** Hash of the content, or null when the address holds one. */
	readonly revision: string | null;
	readonly bytes: number;
}

/** Larger scripts (the HEIC decoder) are needed by few and follow in the background. */
const LARGEST_SHELL_FILE = 512 * 1024;
const SHELL_TYPE =
	/(\.(js|mjs|css|svg|ico|json|webmanifest|woff2)|^icons\/.*\.png|(^|\/)[^.]+|^\.\/)$/;
const MODELS = /^models\//;

/**
 * The files without which no page opens. They are stored before the service worker starts to
 * serve; all others follow in the background.
 */
export function isShell(file: BuiltFile): boolean {
	return SHELL_TYPE.test(file.url) && !MODELS.test(file.url) && file.bytes <= LARGEST_SHELL_FILE;
}

/**
 * True when this browser never asks for the file: the runtime comes in two builds of about 20 MB,
 * one for engines that can suspend WebAssembly (JSPI), one for the others.
 */
export function isForOtherBrowsers(file: BuiltFile, canSuspend: boolean): boolean {
	return (canSuspend ? /asyncify[^/]*$/ : /jspi[^/]*$/).test(file.url);
}

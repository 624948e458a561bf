/** What asks the screen to stay on; browsers without it simply dim. */
export interface Screen {
	request(type: 'screen'): Promise<{ release(): Promise<void> }>;
}

/**
 * Keeps the screen on while work of minutes runs: a phone that falls asleep stops its workers. The browser lets go
 * whenever the page is hidden, so it is asked again when the page is seen.
 */
export class StayAwake {
	#running = 0;
	#lock: Promise<{ release(): Promise<void> } | null> | null = null;

	/** @param screen undefined where the browser cannot */
	constructor(
		private readonly screen: Screen | undefined,
		private readonly page: Pick<
			Document,
			'visibilityState' | 'addEventListener' | 'removeEventListener'
		>,
	) {}

	/** The screen stays on until the work has ended, well or badly. */
	async during<T>(work: () => Promise<T>): Promise<T> {
		this.#running++;
		if (this.#running === 1) {
			this.page.addEventListener('visibilitychange', this.#ask);
			this.#ask();
		}
		try {
			return await work();
		} finally {
			this.#running--;
			if (this.#running === 0) {
				this.page.removeEventListener('visibilitychange', this.#ask);
				void this.#lock?.then((lock) => lock?.release());
				this.#lock = null;
			}
		}
	}

	readonly #ask = (): void => {
		if (this.page.visibilityState !== 'visible') return;
		// Refused where the battery is low: then the person keeps the screen on.
		this.#lock = this.screen?.request('screen').catch(() => null) ?? null;
	};
}

let shared: StayAwake | undefined;

/** Of this page. */
export function stayAwake(): StayAwake {
	// Not everywhere, whatever the types say: Firefox before 126, WebKit in a web app before 18.4.
	const screen = (navigator as { wakeLock?: Screen }).wakeLock;
	return (shared ??= new StayAwake(screen, document));
}

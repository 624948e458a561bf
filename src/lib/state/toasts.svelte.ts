/** A short message that goes away by itself, perhaps with one action such as Undo. */
export interface Toast {
	readonly id: number;
	readonly text: string;
	readonly tone: 'info' | 'error';
	readonly action?: { readonly label: string; readonly run: () => void };
}

export interface ToastOptions {
	readonly tone?: Toast['tone'];
	readonly action?: Toast['action'];
	/** Called once when the toast is gone and its action was not taken: the moment to make a deletion final. */
	readonly onExpire?: () => void;
}

/** Long enough to read and to reach the action (WCAG asks for no less than the person needs; hovering holds it). */
const SHOWN_MS = 8000;

class Toasts {
	#list = $state.raw<readonly Toast[]>([]);
	#expire = new Map<number, { timer: ReturnType<typeof setTimeout>; onExpire?: () => void }>();
	#nextId = 1;

	get list(): readonly Toast[] {
		return this.#list;
	}

	show(text: string, options: ToastOptions = {}): number {
		const id = this.#nextId++;
		const toast: Toast = { id, text, tone: options.tone ?? 'info', action: options.action };
		this.#list = [...this.#list, toast];
		this.#expire.set(id, { timer: this.#schedule(id), onExpire: options.onExpire });
		return id;
	}

	/** Takes the action, if there is one, and closes the toast. */
	act(id: number): void {
		const toast = this.#list.find((one) => one.id === id);
		this.#remove(id, false);
		toast?.action?.run();
	}

	/** Closes the toast without its action. */
	dismiss(id: number): void {
		this.#remove(id, true);
	}

	/** Stops the clock while the pointer or the focus is on the toast. */
	hold(id: number): void {
		const entry = this.#expire.get(id);
		if (entry) clearTimeout(entry.timer);
	}

	release(id: number): void {
		const entry = this.#expire.get(id);
		if (!entry) return;
		clearTimeout(entry.timer);
		entry.timer = this.#schedule(id);
	}

	#schedule(id: number): ReturnType<typeof setTimeout> {
		return setTimeout(() => this.dismiss(id), SHOWN_MS);
	}

	#remove(id: number, expired: boolean): void {
		const entry = this.#expire.get(id);
		if (!entry) return;
		clearTimeout(entry.timer);
		this.#expire.delete(id);
		this.#list = this.#list.filter((toast) => toast.id !== id);
		if (expired) entry.onExpire?.();
	}
}

export const toasts = new Toasts();

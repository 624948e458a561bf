import { resolve } from '$app/paths';

/** What the privacy page says of a model; the build writes it (static/models/builtin.json). */
export interface ModelInfo {
	readonly name: string;
	readonly title: string;
	/** SPDX identifier. */
	readonly licence: string;
	/** Where the licence is stated and what is not, in English. */
	readonly licenceNote: string;
	readonly bytes: number;
	readonly source: { readonly package: string; readonly version: string; readonly url: string };
}

/** The models that come with the app. */
class ModelList {
	#models = $state.raw<readonly ModelInfo[]>([]);
	#failed = $state(false);

	get models(): readonly ModelInfo[] {
		return this.#models;
	}

	get failed(): boolean {
		return this.#failed;
	}

	async load(): Promise<void> {
		try {
			const response = await fetch(`${resolve('/')}models/builtin.json`);
			if (!response.ok) throw new Error(`${response.status} for the list of models`);
			this.#models = ((await response.json()) as { models: readonly ModelInfo[] }).models;
			this.#failed = false;
		} catch (error) {
			console.error(error);
			this.#failed = true;
		}
	}
}

export const modelList = new ModelList();

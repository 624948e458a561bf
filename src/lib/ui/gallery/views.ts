import type { AnyRecipe, Likeness } from '$lib/domain/recipe';

/** What the components need to know of a kept avatar. */
export interface AvatarView {
	readonly id: string;
	readonly recipe: AnyRecipe;
	/** Name of a generated style; null for other pictures, and for styles that are gone. */
	readonly generatedStyle: string | null;
	readonly likeness: Likeness | null;
	/** Milliseconds since 1970. */
	readonly createdAt: number;
	readonly favourite: boolean;
	/** Of the thumbnail; null while it is not loaded. */
	readonly url: string | null;
	show(): void;
	hide(): void;
}

import type { MatteError } from './metrics';

/** Errors of several ways over the same pictures. */
export class ErrorTable {
	readonly #rows = new Map<string, MatteError[]>();

	add(way: string, error: MatteError): void {
		this.#rows.set(way, [...(this.#rows.get(way) ?? []), error]);
	}

	print(title: string): void {
		const mean = (errors: readonly MatteError[], key: keyof MatteError) =>
			Number((errors.reduce((sum, error) => sum + error[key], 0) / errors.length).toFixed(2));
		console.log(
			`${title}: mean absolute error x 1000 everywhere and at the edge, gradient error / 1000`,
		);
		console.table(
			Object.fromEntries(
				[...this.#rows].map(([way, errors]) => [
					way,
					{
						pictures: errors.length,
						all: mean(errors, 'all'),
						edge: mean(errors, 'edge'),
						gradient: mean(errors, 'gradient'),
					},
				]),
			),
		);
	}
}

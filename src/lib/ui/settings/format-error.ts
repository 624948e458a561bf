/** A relative error in two digits, such as 1.2e-6; exact results are 0. */
export function formatError(error: number): string {
	if (Number.isNaN(error)) return 'NaN';
	return error === 0 ? '0' : error.toExponential(1);
}

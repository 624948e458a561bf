import type { Format, PlannedWeight } from '../graph/weight';
import { decodeWeight } from './format';

/** What became of a weight. */
export interface WeightReport {
	readonly name: string;
	readonly format: Format;
	/** Stored. */
	readonly bytes: number;
	/** Signal to quantisation noise in dB; Infinity where nothing was lost. */
	readonly sqnr: number;
}

/** @param values as the weight's spec gives them, @param encoded what its encode gave for them */
export function reportWeight(
	weight: PlannedWeight,
	values: Float32Array,
	encoded: readonly Uint8Array[],
): WeightReport {
	return {
		name: weight.spec.name,
		format: weight.format,
		bytes: encoded.reduce((sum, { byteLength }) => sum + byteLength, 0),
		sqnr: sqnr(values, decodeWeight(weight, encoded)),
	};
}

/** 10 log10 of the power of a signal over that of its error, in dB. */
export function sqnr(signal: Float32Array, approximation: Float32Array): number {
	let power = 0;
	let noise = 0;
	for (let i = 0; i < signal.length; i++) {
		power += signal[i] ** 2;
		noise += (signal[i] - approximation[i]) ** 2;
	}
	return noise === 0 ? Infinity : 10 * Math.log10(power / noise);
}

/** Bytes, and the lowest SQNR with its weight, of all weights of a format. */
export interface FormatReport {
	readonly format: Format;
	readonly weights: number;
	readonly bytes: number;
	readonly lowest: WeightReport;
}

export function summarise(reports: readonly WeightReport[]): readonly FormatReport[] {
	const formats = [...new Set(reports.map(({ format }) => format))].sort();
	return formats.map((format) => {
		const those = reports.filter((report) => report.format === format);
		return {
			format,
			weights: those.length,
			bytes: those.reduce((sum, { bytes }) => sum + bytes, 0),
			lowest: those.reduce((a, b) => (b.sqnr < a.sqnr ? b : a)),
		};
	});
}

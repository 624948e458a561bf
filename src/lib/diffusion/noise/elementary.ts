/**
 * Logarithm and sine from sums, products, quotients and square roots alone, which IEEE 754 fixes to the last bit:
 * Math.log and Math.sin may differ between browsers, and a picture would with them.
 */

/** ln 2 in two parts; the first has zeros at its end, so that its multiples are exact (fdlibm, e_log.c). */
const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const SQRT2 = 1.4142135623730951;

const bits = new DataView(new ArrayBuffer(8));

/** ln x for a positive normal number; relative error below 1e-15. */
export function naturalLog(x: number): number {
	// 1. x = m 2^e with m around 1.
	bits.setFloat64(0, x);
	const high = bits.getUint32(0);
	let exponent = (high >>> 20) - 1023;
	bits.setUint32(0, (high & 0xfffff) | 0x3ff00000);
	let m = bits.getFloat64(0);
	if (m > SQRT2) {
		m /= 2;
		exponent++;
	}
	// 2. ln m = 2 artanh(s), s at most 0.172: the series in s^2, to s^23.
	const s = (m - 1) / (m + 1);
	const z = s * s;
	let sum = 0;
	for (let k = 21; k >= 3; k -= 2) sum = (sum + 1 / k) * z;
	const log = 2 * s + 2 * s * sum;
	return exponent * LN2_HIGH + (log + exponent * LN2_LOW);
}

/** pi / 2 */
const QUARTER = 1.5707963267948966;

/**
 * sin(2 pi turns) for turns in 0..1; absolute error below 1e-15. The reduction is exact, since it is made in turns.
 */
export function sineOfTurns(turns: number): number {
	// 1. The nearest quarter, and what is left: -1/2..1/2 quarters.
	const quarters = 4 * turns;
	const nearest = Math.floor(quarters + 0.5);
	const angle = (quarters - nearest) * QUARTER;
	// 2. Taylor's series of sine or cosine, up to pi / 4.
	const odd = nearest % 2 !== 0;
	const z = angle * angle;
	let term = odd ? 1 : angle;
	let sum = term;
	for (let k = odd ? 1 : 2; k < 20; k += 2) {
		term = (term * -z) / (k * (k + 1));
		sum += term;
	}
	return nearest % 4 >= 2 ? -sum : sum;
}

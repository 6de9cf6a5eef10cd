/**
 * Elementary functions of four floats at once, in plain SIMD arithmetic: the same bits on every machine, whatever the
 * lane. Relative errors are below 2e-7, see tests/runners/backend/elementwise.test.ts. NaN stays NaN.
 *
 * Their constants are read from a table in memory: V8 builds a literal vector anew at each use, in several instructions,
 * where it folds a load into the arithmetic; that makes them twice as fast. A kernel writes the table into its working
 * memory, since the module may hold no data of its own.
 *
 * The polynomials of `exp4` and `tanh4` are those of Cephes (Moshier), those of the error function minimax fits.
 */

/** ln(2^-126): below it the exponential would be subnormal, which is slow, and is 0 here. */
const EXP_LOWEST: i32 = 0;
/** ln(2^128): above it the exponential is infinite. */
const EXP_HIGHEST: i32 = 1;
/** 1.5 x 2^23: adding it rounds to an integer and leaves that in the lowest bits. */
const ROUNDER: i32 = 2;
const LOG2_E: i32 = 3;
/** ln 2 in two parts, so that the remainder is exact to the last bits. */
const LN2_HIGH: i32 = 4;
const LN2_LOW: i32 = 5;
const ONE: i32 = 6;
const INFINITE: i32 = 7;
const SIGN: i32 = 8;
const TWO: i32 = 9;
/** Coefficients of the exponential, six. */
const EXP_SERIES: i32 = 10;
/** Coefficients of the hyperbolic tangent near zero, five. */
const TANH_SERIES: i32 = 16;
/** Where the exponential takes over, and twice where the tangent is 1 for good. */
const TANH_FAR: i32 = 21;
/** Coefficients of the error function near zero, six. */
const ERF_SERIES: i32 = 23;
/** Coefficients of the scaled complement, ten. */
const ERFC_SERIES: i32 = 29;
/** Of the argument of the scaled complement; and where it takes over. */
const ERFC_FACTOR: i32 = 39;

const HALF: i32 = 41;
const MINUS_HALF: i32 = 42;
const SQRT_HALF: i32 = 43;
const ONE_OVER_SQRT_TWO_PI: i32 = 44;

/** Bytes of the table. */
export const TABLE_BYTES: usize = 45 << 4;

function put(table: usize, index: i32, value: f32): void {
  v128.store(table + <usize>(index << 4), f32x4.splat(value));
}

/** Writes the constants at `table`, which the functions below take. */
export function writeTable(table: usize): void {
  put(table, EXP_LOWEST, -87.33654);
  put(table, EXP_HIGHEST, 88.72283);
  put(table, ROUNDER, 12582912);
  put(table, LOG2_E, 1.44269504);
  put(table, LN2_HIGH, 0.693359375);
  put(table, LN2_LOW, -2.12194440e-4);
  put(table, ONE, 1);
  put(table, INFINITE, Infinity);
  put(table, SIGN, -0.0);
  put(table, TWO, 2);
  put(table, EXP_SERIES, 1.9875691500e-4);
  put(table, EXP_SERIES + 1, 1.3981999507e-3);
  put(table, EXP_SERIES + 2, 8.3334519073e-3);
  put(table, EXP_SERIES + 3, 4.1665795894e-2);
  put(table, EXP_SERIES + 4, 1.6666665459e-1);
  put(table, EXP_SERIES + 5, 5.0000001201e-1);
  put(table, TANH_SERIES, -5.70498872745e-3);
  put(table, TANH_SERIES + 1, 2.06390887954e-2);
  put(table, TANH_SERIES + 2, -5.37397155531e-2);
  put(table, TANH_SERIES + 3, 1.33314422036e-1);
  put(table, TANH_SERIES + 4, -3.33332819422e-1);
  put(table, TANH_FAR, 0.625);
  put(table, TANH_FAR + 1, 20);
  put(table, ERF_SERIES, -0.0006091239462);
  put(table, ERF_SERIES + 1, 0.005012144363);
  put(table, ERF_SERIES + 2, -0.02677904243);
  put(table, ERF_SERIES + 3, 0.1128214499);
  put(table, ERF_SERIES + 4, -0.3761252379);
  put(table, ERF_SERIES + 5, 0.128379154);
  put(table, ERFC_SERIES, 0.03840830278);
  put(table, ERFC_SERIES + 1, -0.1589678546);
  put(table, ERFC_SERIES + 2, 0.1815547688);
  put(table, ERFC_SERIES + 3, -0.02783111881);
  put(table, ERFC_SERIES + 4, 0.08712376663);
  put(table, ERFC_SERIES + 5, 0.1459854296);
  put(table, ERFC_SERIES + 6, 0.1512059599);
  put(table, ERFC_SERIES + 7, 0.1878981274);
  put(table, ERFC_SERIES + 8, 0.1971388741);
  put(table, ERFC_SERIES + 9, 0.1974837514);
  put(table, ERFC_FACTOR, 0.35);
  put(table, ERFC_FACTOR + 1, 0.9);
  put(table, HALF, 0.5);
  put(table, MINUS_HALF, -0.5);
  put(table, SQRT_HALF, 0.70710678);
  put(table, ONE_OVER_SQRT_TWO_PI, 0.39894228);
}

// @ts-ignore: decorator
@inline
function constant(table: usize, index: i32): v128 {
  return v128.load(table + <usize>(index << 4));
}

/** sum x + constant: a step of Horner's rule. */
// @ts-ignore: decorator
@inline
function step(sum: v128, x: v128, table: usize, index: i32): v128 {
  return f32x4.add(f32x4.mul(sum, x), constant(table, index));
}

/** e^x between the two limits, unspecified outside. */
// @ts-ignore: decorator
@inline
function exp4Inside(x: v128, table: usize): v128 {
  const shifted = step(x, constant(table, LOG2_E), table, ROUNDER);
  const n = f32x4.sub(shifted, constant(table, ROUNDER));
  const high = f32x4.sub(x, f32x4.mul(n, constant(table, LN2_HIGH)));
  const r = f32x4.sub(high, f32x4.mul(n, constant(table, LN2_LOW)));
  let p = step(constant(table, EXP_SERIES), r, table, EXP_SERIES + 1);
  p = step(p, r, table, EXP_SERIES + 2);
  p = step(p, r, table, EXP_SERIES + 3);
  p = step(p, r, table, EXP_SERIES + 4);
  p = step(p, r, table, EXP_SERIES + 5);
  const power = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), constant(table, ONE));
  return i32x4.add(power, i32x4.shl(shifted, 23));
}

/** e^x; 0 where the result would be subnormal. */
// @ts-ignore: decorator
@inline
export function exp4(x: v128, table: usize): v128 {
  const lowest = constant(table, EXP_LOWEST);
  const highest = constant(table, EXP_HIGHEST);
  // pmax and pmin, unlike max and min, are one instruction each; in this order they keep NaN.
  const inside = f32x4.pmin(f32x4.pmax(x, lowest), highest);
  const power = v128.andnot(exp4Inside(inside, table), f32x4.lt(x, lowest));
  return v128.bitselect(constant(table, INFINITE), power, f32x4.gt(x, highest));
}

/** e^x for x <= 0, the same bits as `exp4` in fewer operations. */
// @ts-ignore: decorator
@inline
export function expNegative4(x: v128, table: usize): v128 {
  const lowest = constant(table, EXP_LOWEST);
  return v128.andnot(exp4Inside(f32x4.pmax(x, lowest), table), f32x4.lt(x, lowest));
}

/** The logistic function 1 / (1 + e^-x); 0 below -88.7, where the exponential is infinite. */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128, table: usize): v128 {
  const one = constant(table, ONE);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x), table)));
}

/** The hyperbolic tangent. */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128, table: usize): v128 {
  const size = f32x4.abs(x);
  const square = f32x4.mul(x, x);
  let p = step(constant(table, TANH_SERIES), square, table, TANH_SERIES + 1);
  p = step(p, square, table, TANH_SERIES + 2);
  p = step(p, square, table, TANH_SERIES + 3);
  p = step(p, square, table, TANH_SERIES + 4);
  const near = f32x4.add(f32x4.mul(f32x4.mul(p, square), x), x);
  // From 9.02 on the function rounds to 1, so that the exponential needs no care; pmin keeps NaN.
  const one = constant(table, ONE);
  const power = exp4Inside(f32x4.pmin(f32x4.add(size, size), constant(table, TANH_FAR + 1)), table);
  const far = f32x4.sub(one, f32x4.div(constant(table, TWO), f32x4.add(power, one)));
  const signed = v128.or(far, v128.and(x, constant(table, SIGN)));
  return v128.bitselect(near, signed, f32x4.lt(size, constant(table, TANH_FAR)));
}

/** e^(t^2) erfc(t) for t >= 0: a polynomial in 1 / (1 + 0.35 t). */
// @ts-ignore: decorator
@inline
function scaledErfc4(t: v128, table: usize): v128 {
  const one = constant(table, ONE);
  const k = f32x4.div(one, f32x4.add(f32x4.mul(constant(table, ERFC_FACTOR), t), one));
  let p = step(constant(table, ERFC_SERIES), k, table, ERFC_SERIES + 1);
  p = step(p, k, table, ERFC_SERIES + 2);
  p = step(p, k, table, ERFC_SERIES + 3);
  p = step(p, k, table, ERFC_SERIES + 4);
  p = step(p, k, table, ERFC_SERIES + 5);
  p = step(p, k, table, ERFC_SERIES + 6);
  p = step(p, k, table, ERFC_SERIES + 7);
  p = step(p, k, table, ERFC_SERIES + 8);
  p = step(p, k, table, ERFC_SERIES + 9);
  return f32x4.mul(p, k);
}

/** The error function. */
// @ts-ignore: decorator
@inline
export function erf4(x: v128, table: usize): v128 {
  const size = f32x4.abs(x);
  const square = f32x4.mul(x, x);
  let p = step(constant(table, ERF_SERIES), square, table, ERF_SERIES + 1);
  p = step(p, square, table, ERF_SERIES + 2);
  p = step(p, square, table, ERF_SERIES + 3);
  p = step(p, square, table, ERF_SERIES + 4);
  p = step(p, square, table, ERF_SERIES + 5);
  const near = f32x4.add(f32x4.mul(p, x), x);
  const complement = f32x4.mul(expNegative4(f32x4.neg(square), table), scaledErfc4(size, table));
  const far = v128.or(f32x4.sub(constant(table, ONE), complement), v128.and(x, constant(table, SIGN)));
  return v128.bitselect(near, far, f32x4.lt(size, constant(table, ERFC_FACTOR + 1)));
}

/** e^(-x^2 / 2) */
// @ts-ignore: decorator
@inline
export function bell4(x: v128, table: usize): v128 {
  return expNegative4(f32x4.mul(f32x4.mul(x, x), constant(table, MINUS_HALF)), table);
}

/** The standard normal density, from `bell4` of its argument. */
// @ts-ignore: decorator
@inline
export function normalDensity4(bell: v128, table: usize): v128 {
  return f32x4.mul(bell, constant(table, ONE_OVER_SQRT_TWO_PI));
}

/**
 * The standard normal distribution function, given also `bell4` of its argument, which the density needs too. The lower
 * tail keeps its digits, but for those that the rounding of x^2 costs.
 */
// @ts-ignore: decorator
@inline
export function normalDistribution4(x: v128, bell: v128, table: usize): v128 {
  const t = f32x4.mul(f32x4.abs(x), constant(table, SQRT_HALF));
  const tail = f32x4.mul(f32x4.mul(bell, constant(table, HALF)), scaledErfc4(t, table));
  return v128.bitselect(tail, f32x4.sub(constant(table, ONE), tail), f32x4.lt(x, f32x4.splat(0)));
}

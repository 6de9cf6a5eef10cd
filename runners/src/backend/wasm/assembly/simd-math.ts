/**
 * Four elementary functions of floats at once, in plain SIMD arithmetic: the same bits on every machine, whatever the
 * lane. Relative errors are below 2e-7 (tests/runners/backend/simd-math.test.ts measures them). NaN stays NaN.
 *
 * The polynomials of `exp4` and `tanh4` are those of Cephes (Moshier), those of the error function minimax fits.
 */

/** ln(2^-126): below it the exponential would be subnormal, which is slow, and is 0 here. */
const EXP_LOWEST: f32 = -87.33654;
/** ln(2^128): above it the exponential is infinite. */
const EXP_HIGHEST: f32 = 88.72283;

/** 1.5 x 2^23. */
const ROUNDER: f32 = 12582912;

// @ts-ignore: decorator
@inline
function multiplyAdd(x: v128, y: v128, z: f32): v128 {
  return f32x4.add(f32x4.mul(x, y), f32x4.splat(z));
}

/** e^x between the two limits, unspecified outside. */
// @ts-ignore: decorator
@inline
function exp4Inside(x: v128): v128 {
  // Adding 1.5 x 2^23 rounds to an integer n and leaves it in the lowest bits.
  const shifted = multiplyAdd(x, f32x4.splat(1.44269504), ROUNDER);
  const n = f32x4.sub(shifted, f32x4.splat(ROUNDER));
  // x = n ln 2 + r with ln 2 in two parts, so that r is exact to the last bits.
  const high = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  const r = f32x4.sub(high, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = multiplyAdd(f32x4.splat(1.9875691500e-4), r, 1.3981999507e-3);
  p = multiplyAdd(p, r, 8.3334519073e-3);
  p = multiplyAdd(p, r, 4.1665795894e-2);
  p = multiplyAdd(p, r, 1.6666665459e-1);
  p = multiplyAdd(p, r, 5.0000001201e-1);
  const power = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), f32x4.splat(1));
  return i32x4.add(power, i32x4.shl(shifted, 23));
}

/** e^x; 0 where the result would be subnormal. */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  // pmax and pmin, unlike max and min, are one instruction each; in this order they keep NaN.
  const inside = f32x4.pmin(f32x4.pmax(x, f32x4.splat(EXP_LOWEST)), f32x4.splat(EXP_HIGHEST));
  const power = v128.andnot(exp4Inside(inside), f32x4.lt(x, f32x4.splat(EXP_LOWEST)));
  return v128.bitselect(f32x4.splat(Infinity), power, f32x4.gt(x, f32x4.splat(EXP_HIGHEST)));
}

/** The logistic function 1 / (1 + e^-x); 0 below -87.3, where it would be subnormal. */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), exp4(f32x4.neg(x))));
}

/** The hyperbolic tangent. */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const size = f32x4.abs(x);
  const square = f32x4.mul(x, x);
  let p = multiplyAdd(f32x4.splat(-5.70498872745e-3), square, 2.06390887954e-2);
  p = multiplyAdd(p, square, -5.37397155531e-2);
  p = multiplyAdd(p, square, 1.33314422036e-1);
  p = multiplyAdd(p, square, -3.33332819422e-1);
  const near = f32x4.add(f32x4.mul(f32x4.mul(p, square), x), x);
  // From 9.02 on the function rounds to 1, so that the exponential needs no care; pmin keeps NaN.
  const power = exp4Inside(f32x4.pmin(f32x4.add(size, size), f32x4.splat(20)));
  const far = f32x4.sub(f32x4.splat(1), f32x4.div(f32x4.splat(2), f32x4.add(power, f32x4.splat(1))));
  const signed = v128.or(far, v128.and(x, f32x4.splat(-0.0)));
  return v128.bitselect(near, signed, f32x4.lt(size, f32x4.splat(0.625)));
}

/** e^(t^2) erfc(t) for t >= 0: a polynomial in 1 / (1 + 0.35 t). */
// @ts-ignore: decorator
@inline
function scaledErfc4(t: v128): v128 {
  const k = f32x4.div(f32x4.splat(1), multiplyAdd(f32x4.splat(0.35), t, 1));
  let p = multiplyAdd(f32x4.splat(0.03840830278), k, -0.1589678546);
  p = multiplyAdd(p, k, 0.1815547688);
  p = multiplyAdd(p, k, -0.02783111881);
  p = multiplyAdd(p, k, 0.08712376663);
  p = multiplyAdd(p, k, 0.1459854296);
  p = multiplyAdd(p, k, 0.1512059599);
  p = multiplyAdd(p, k, 0.1878981274);
  p = multiplyAdd(p, k, 0.1971388741);
  p = multiplyAdd(p, k, 0.1974837514);
  return f32x4.mul(p, k);
}

/** The error function. */
// @ts-ignore: decorator
@inline
export function erf4(x: v128): v128 {
  const size = f32x4.abs(x);
  const square = f32x4.mul(x, x);
  let p = multiplyAdd(f32x4.splat(-0.0006091239462), square, 0.005012144363);
  p = multiplyAdd(p, square, -0.02677904243);
  p = multiplyAdd(p, square, 0.1128214499);
  p = multiplyAdd(p, square, -0.3761252379);
  p = multiplyAdd(p, square, 0.128379154);
  const near = f32x4.add(f32x4.mul(p, x), x);
  const complement = f32x4.mul(exp4(f32x4.neg(square)), scaledErfc4(size));
  const far = v128.or(f32x4.sub(f32x4.splat(1), complement), v128.and(x, f32x4.splat(-0.0)));
  return v128.bitselect(near, far, f32x4.lt(size, f32x4.splat(0.9)));
}

/**
 * The standard normal distribution function, given also e^(-x^2 / 2), which its density needs too. The lower tail
 * keeps its digits.
 */
// @ts-ignore: decorator
@inline
export function normalDistribution4(x: v128, power: v128): v128 {
  const t = f32x4.mul(f32x4.abs(x), f32x4.splat(0.70710678));
  const tail = f32x4.mul(f32x4.mul(power, f32x4.splat(0.5)), scaledErfc4(t));
  return v128.bitselect(tail, f32x4.sub(f32x4.splat(1), tail), f32x4.lt(x, f32x4.splat(0)));
}

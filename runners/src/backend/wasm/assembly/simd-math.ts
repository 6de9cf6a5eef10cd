/**
 * Elementary functions of four floats at once, in plain SIMD arithmetic: the same bits on every machine, whatever the
 * lane. Relative errors are below 2e-7 (the lower tail of the normal distribution: 2e-6). NaN stays NaN.
 *
 * The polynomial of `tanh4` is that of Cephes (Moshier), the others are minimax fits.
 */

/** ln(2^-126): below it the exponential would be subnormal, which is slow, and is 0 here. */
const EXP_LOWEST: f32 = -87.33654;
/** 1.5 x 2^23. */
const ROUNDER: f32 = 12582912;

// @ts-ignore: decorator
@inline
function multiplyAdd(x: v128, y: v128, z: f32): v128 {
  return f32x4.add(f32x4.mul(x, y), f32x4.splat(z));
}

/** e^x for x from EXP_LOWEST to 88, unspecified outside. */
// @ts-ignore: decorator
@inline
function exp4Inside(x: v128): v128 {
  // Adding 1.5 x 2^23 rounds to an integer n and leaves it in the lowest bits.
  const shifted = multiplyAdd(x, f32x4.splat(1.44269504), ROUNDER);
  const n = f32x4.sub(shifted, f32x4.splat(ROUNDER));
  // x = n ln 2 + r with ln 2 in two parts, so that r is exact to the last bits.
  const high = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  const r = f32x4.sub(high, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = multiplyAdd(f32x4.splat(0.001381348271), r, 0.008368839838);
  p = multiplyAdd(p, r, 0.04166841392);
  p = multiplyAdd(p, r, 0.1666651963);
  p = multiplyAdd(p, r, 0.4999999334);
  const power = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), f32x4.splat(1));
  return i32x4.add(power, i32x4.shl(shifted, 23));
}

/** e^x for x <= 0, or NaN; 0 where the result would be subnormal. */
// @ts-ignore: decorator
@inline
export function expNegative4(x: v128): v128 {
  // pmax and pmin, unlike max and min, are one instruction each; in this order they keep NaN.
  const lowest = f32x4.splat(EXP_LOWEST);
  return v128.andnot(exp4Inside(f32x4.pmax(x, lowest)), f32x4.lt(x, lowest));
}

/** The logistic function 1 / (1 + e^-x); below -87.3, where it would soon be subnormal, it stays at 1.2e-38. */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const inside = f32x4.pmin(f32x4.pmax(f32x4.neg(x), f32x4.splat(EXP_LOWEST)), f32x4.splat(-EXP_LOWEST));
  return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), exp4Inside(inside)));
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

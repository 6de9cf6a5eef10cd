/**
 * The exponential function in double precision, two lanes at a time.
 *
 * x = k ln 2 + r with |r| <= ln(2)/2 (Cody and Waite, the multiple of ln 2 subtracted in two parts), then the Taylor
 * polynomial of degree 13, whose remainder there is below 2^-57, and 2^k added into the exponent bits. The scalar form
 * runs the same lanes, so an array and its elements one by one give the same bits.
 */

/** Below this size the result is a normal number, so that adding k to the exponent is exact. */
const NORMAL_RANGE: f64 = 708.0;
/** Adding this rounds to the nearest integer and leaves it in the low bits. */
const ROUNDING: f64 = 6755399441055744.0;
const LOG2_E: f64 = 1.4426950408889634;
/** ln 2 in two parts; the high one has 32 trailing zero bits, so that k times it is exact. */
const LN2_HIGH: f64 = reinterpret<f64>(0x3fe62e42fee00000);
const LN2_LOW: f64 = reinterpret<f64>(0x3dea39ef35793c76);

/**
 * Vector constants are loaded: V8 builds a literal one anew at each use, in four instructions, where it folds a load
 * into the arithmetic.
 */
// prettier-ignore
const CONSTANTS: usize = memory.data<f64>([
  LOG2_E, LOG2_E, ROUNDING, ROUNDING, LN2_HIGH, LN2_HIGH, LN2_LOW, LN2_LOW, 1, 1,
], 16);

/** 1/n! for n = 2..13, each twice. */
// prettier-ignore
const FACTORIALS: usize = memory.data<f64>([
  1.0 / 2, 1.0 / 2, 1.0 / 6, 1.0 / 6, 1.0 / 24, 1.0 / 24, 1.0 / 120, 1.0 / 120, 1.0 / 720, 1.0 / 720,
  1.0 / 5040, 1.0 / 5040, 1.0 / 40320, 1.0 / 40320, 1.0 / 362880, 1.0 / 362880, 1.0 / 3628800, 1.0 / 3628800,
  1.0 / 39916800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 479001600, 1.0 / 6227020800, 1.0 / 6227020800,
], 16);

// @ts-ignore: decorator
@inline
function coefficient(n: i32): v128 {
  return v128.load(FACTORIALS + <usize>((n - 2) << 4));
}

// @ts-ignore: decorator
@inline
function step(sum: v128, r: v128, n: i32): v128 {
  return f64x2.add(f64x2.mul(sum, r), coefficient(n));
}

/** exp of the remainder after k ln 2 is taken off x; `shifted` holds k, see `shift`. */
// @ts-ignore: decorator
@inline
function reduced(x: v128, shifted: v128): v128 {
  const k = f64x2.sub(shifted, v128.load(CONSTANTS, 16));
  const high = f64x2.sub(x, f64x2.mul(k, v128.load(CONSTANTS, 32)));
  const r = f64x2.sub(high, f64x2.mul(k, v128.load(CONSTANTS, 48)));
  // Even and odd halves of the polynomial run side by side, which halves the length of the dependency chain.
  const s = f64x2.mul(r, r);
  let even = step(coefficient(12), s, 10);
  let odd = step(coefficient(13), s, 11);
  even = step(even, s, 8);
  odd = step(odd, s, 9);
  even = step(even, s, 6);
  odd = step(odd, s, 7);
  even = step(even, s, 4);
  odd = step(odd, s, 5);
  even = step(even, s, 2);
  odd = step(odd, s, 3);
  const tail = f64x2.mul(s, f64x2.add(even, f64x2.mul(r, odd)));
  return f64x2.add(v128.load(CONSTANTS, 64), f64x2.add(r, tail));
}

/** k, the multiple of ln 2 nearest to x, as the low bits of a double. */
// @ts-ignore: decorator
@inline
function shift(x: v128): v128 {
  return f64x2.add(f64x2.mul(x, v128.load(CONSTANTS)), v128.load(CONSTANTS, 16));
}

// @ts-ignore: decorator
@inline
function scaled(x: v128): v128 {
  const shifted = shift(x);
  return i64x2.add(reduced(x, shifted), i64x2.shl(shifted, 52));
}

/** Overflow, underflow, subnormal results and NaN: the power of two is multiplied in two steps. */
function extreme(x: f64): f64 {
  if (x != x) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019412) return 0;
  const lanes = f64x2.splat(x);
  const shifted = shift(lanes);
  const k = i64x2.extract_lane(shifted, 0) - reinterpret<i64>(ROUNDING);
  const half = k >> 1;
  const first = reinterpret<f64>((half + 1023) << 52);
  const second = reinterpret<f64>((k - half + 1023) << 52);
  return f64x2.extract_lane(reduced(lanes, shifted), 0) * first * second;
}

/** e to the power x, within one unit in the last place. */
export function exp(x: f64): f64 {
  // Written so that NaN takes the second branch.
  if (abs(x) <= NORMAL_RANGE) return f64x2.extract_lane(scaled(f64x2.splat(x)), 0);
  return extreme(x);
}

/** Replaces `length` doubles from `at` (aligned to 8 bytes) by their exponentials. */
export function expInto(at: usize, length: i32): void {
  const pairs = at + (<usize>(length & ~1) << 3);
  const limit = f64x2.splat(NORMAL_RANGE);
  for (; at < pairs; at += 16) {
    const x = v128.load(at);
    if (i64x2.all_true(f64x2.le(f64x2.abs(x), limit))) {
      v128.store(at, scaled(x));
    } else {
      f64.store(at, exp(f64.load(at)));
      f64.store(at, exp(f64.load(at, 8)), 8);
    }
  }
  if (length & 1) f64.store(at, exp(f64.load(at)));
}

/** Sums of floats, accumulated in double precision and in a fixed order. */

// @ts-ignore: decorator
@inline
function lowHalf(p: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(p));
}

// @ts-ignore: decorator
@inline
function highHalf(p: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(p, 8));
}

function sumRun(x: usize, length: i32): f64 {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    s0 = f64x2.add(s0, lowHalf(x));
    s1 = f64x2.add(s1, highHalf(x));
    x += 16;
  }
  s0 = f64x2.add(s0, s1);
  let sum = f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1);
  for (; i < length; i++) {
    sum += <f64>f32.load(x);
    x += 4;
  }
  return sum;
}

/** The two pairs of sums as four floats, times a factor. */
// @ts-ignore: decorator
@inline
function storeSums(out: usize, s0: v128, s1: v128, factor: v128): void {
  const low = f32x4.demote_f64x2_zero(f64x2.mul(s0, factor));
  const high = f32x4.demote_f64x2_zero(f64x2.mul(s1, factor));
  v128.store(out, v128.shuffle<f64>(low, high, 0, 2));
}

/** Sixteen neighbouring columns, a cache line, summed over `count` rows that are `stride` bytes apart. */
function sumSixteen(x: usize, count: i32, stride: usize, scale: f64, out: usize): void {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  let s4 = f64x2.splat(0);
  let s5 = f64x2.splat(0);
  let s6 = f64x2.splat(0);
  let s7 = f64x2.splat(0);
  for (let r = 0; r < count; r++) {
    s0 = f64x2.add(s0, lowHalf(x));
    s1 = f64x2.add(s1, highHalf(x));
    s2 = f64x2.add(s2, lowHalf(x + 16));
    s3 = f64x2.add(s3, highHalf(x + 16));
    s4 = f64x2.add(s4, lowHalf(x + 32));
    s5 = f64x2.add(s5, highHalf(x + 32));
    s6 = f64x2.add(s6, lowHalf(x + 48));
    s7 = f64x2.add(s7, highHalf(x + 48));
    x += stride;
  }
  const factor = f64x2.splat(scale);
  storeSums(out, s0, s1, factor);
  storeSums(out + 16, s2, s3, factor);
  storeSums(out + 32, s4, s5, factor);
  storeSums(out + 48, s6, s7, factor);
}

/** Four neighbouring columns. */
function sumFour(x: usize, count: i32, stride: usize, scale: f64, out: usize): void {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  for (let r = 0; r < count; r++) {
    s0 = f64x2.add(s0, lowHalf(x));
    s1 = f64x2.add(s1, highHalf(x));
    x += stride;
  }
  storeSums(out, s0, s1, f64x2.splat(scale));
}

function sumOne(x: usize, count: i32, stride: usize, scale: f64, out: usize): void {
  let sum: f64 = 0;
  for (let r = 0; r < count; r++) {
    sum += <f64>f32.load(x);
    x += stride;
  }
  f32.store(out, <f32>(sum * scale));
}

/**
 * out[outer, inner] = scale times the sum of x[outer, count, inner] over its middle axis, whose rows are `stride` bytes
 * apart: more than `inner` floats where only some columns are summed, of one outer index.
 */
export function sumMiddle(
  x: usize, outer: i32, count: i32, inner: i32, stride: usize, scale: f64, out: usize,
): void {
  for (let o = 0; o < outer; o++) {
    if (stride == 4) {
      f32.store(out, <f32>(sumRun(x, count) * scale));
    } else {
      let j = 0;
      for (; j + 16 <= inner; j += 16) sumSixteen(x + (<usize>j << 2), count, stride, scale, out + (<usize>j << 2));
      for (; j + 4 <= inner; j += 4) sumFour(x + (<usize>j << 2), count, stride, scale, out + (<usize>j << 2));
      for (; j < inner; j++) sumOne(x + (<usize>j << 2), count, stride, scale, out + (<usize>j << 2));
    }
    x += stride * count;
    out += <usize>inner << 2;
  }
}

/** Sum of the squares of `length` floats. */
export function sumOfSquares(x: usize, length: i32): f64 {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    const low = lowHalf(x);
    const high = highHalf(x);
    s0 = f64x2.add(s0, f64x2.mul(low, low));
    s1 = f64x2.add(s1, f64x2.mul(high, high));
    x += 16;
  }
  s0 = f64x2.add(s0, s1);
  let sum = f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1);
  for (; i < length; i++) {
    const value = <f64>f32.load(x);
    sum += value * value;
    x += 4;
  }
  return sum;
}

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

/** Four neighbouring columns, summed over `count` rows that are `stride` bytes apart. */
function sumFour(x: usize, count: i32, stride: usize, scale: f64, out: usize): void {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  for (let r = 0; r < count; r++) {
    s0 = f64x2.add(s0, lowHalf(x));
    s1 = f64x2.add(s1, highHalf(x));
    x += stride;
  }
  const factor = f64x2.splat(scale);
  const low = f32x4.demote_f64x2_zero(f64x2.mul(s0, factor));
  const high = f32x4.demote_f64x2_zero(f64x2.mul(s1, factor));
  v128.store(out, v128.shuffle<f64>(low, high, 0, 2));
}

function sumOne(x: usize, count: i32, stride: usize, scale: f64, out: usize): void {
  let sum: f64 = 0;
  for (let r = 0; r < count; r++) {
    sum += <f64>f32.load(x);
    x += stride;
  }
  f32.store(out, <f32>(sum * scale));
}

/** out[outer, inner] = scale times the sum of x[outer, count, inner] over its middle axis. */
export function sumMiddle(x: usize, outer: i32, count: i32, inner: i32, scale: f64, out: usize): void {
  const stride = <usize>inner << 2;
  for (let o = 0; o < outer; o++) {
    if (inner == 1) {
      f32.store(out, <f32>(sumRun(x, count) * scale));
    } else {
      let j = 0;
      for (; j + 4 <= inner; j += 4) sumFour(x + (<usize>j << 2), count, stride, scale, out + (<usize>j << 2));
      for (; j < inner; j++) sumOne(x + (<usize>j << 2), count, stride, scale, out + (<usize>j << 2));
    }
    x += stride * count;
    out += stride;
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

/**
 * Products of a float matrix X (n rows of p) with double vectors, in double precision: what an iterative least-squares
 * solver does all day. Four rows at a time, so that the vectors are read once for four rows.
 */

// @ts-ignore: decorator
@inline
function pair(p: usize, offset: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(p + offset));
}

// @ts-ignore: decorator
@inline
function lanes(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/** out[0..3] = the four rows at x times v. */
function dotFour(x: usize, p: i32, v: usize, out: usize): void {
  const row = <usize>p << 2;
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  let u0 = f64x2.splat(0);
  let u1 = f64x2.splat(0);
  let u2 = f64x2.splat(0);
  let u3 = f64x2.splat(0);
  const x1 = x + row;
  const x2 = x1 + row;
  const x3 = x2 + row;
  const end = <usize>(p & ~3) << 2;
  for (let j: usize = 0; j < end; j += 16) {
    const low = v128.load(v + 2 * j);
    const high = v128.load(v + 2 * j, 16);
    s0 = f64x2.add(s0, f64x2.mul(pair(x, j), low));
    u0 = f64x2.add(u0, f64x2.mul(pair(x, j + 8), high));
    s1 = f64x2.add(s1, f64x2.mul(pair(x1, j), low));
    u1 = f64x2.add(u1, f64x2.mul(pair(x1, j + 8), high));
    s2 = f64x2.add(s2, f64x2.mul(pair(x2, j), low));
    u2 = f64x2.add(u2, f64x2.mul(pair(x2, j + 8), high));
    s3 = f64x2.add(s3, f64x2.mul(pair(x3, j), low));
    u3 = f64x2.add(u3, f64x2.mul(pair(x3, j + 8), high));
  }
  let t0 = lanes(f64x2.add(s0, u0));
  let t1 = lanes(f64x2.add(s1, u1));
  let t2 = lanes(f64x2.add(s2, u2));
  let t3 = lanes(f64x2.add(s3, u3));
  for (let j = end; j < row; j += 4) {
    const value = f64.load(v + 2 * j);
    t0 += <f64>f32.load(x + j) * value;
    t1 += <f64>f32.load(x1 + j) * value;
    t2 += <f64>f32.load(x2 + j) * value;
    t3 += <f64>f32.load(x3 + j) * value;
  }
  f64.store(out, t0);
  f64.store(out, t1, 8);
  f64.store(out, t2, 16);
  f64.store(out, t3, 24);
}

function dotOne(x: usize, p: i32, v: usize, out: usize): void {
  let sum: f64 = 0;
  for (let j = 0; j < p; j++) sum += <f64>f32.load(x + (<usize>j << 2)) * f64.load(v + (<usize>j << 3));
  f64.store(out, sum);
}

/** w += the four rows at x weighted by t[0..3]. */
function addFour(x: usize, p: i32, t: usize, w: usize): void {
  const row = <usize>p << 2;
  const x1 = x + row;
  const x2 = x1 + row;
  const x3 = x2 + row;
  const t0 = f64.load(t);
  const t1 = f64.load(t, 8);
  const t2 = f64.load(t, 16);
  const t3 = f64.load(t, 24);
  const w0 = f64x2.splat(t0);
  const w1 = f64x2.splat(t1);
  const w2 = f64x2.splat(t2);
  const w3 = f64x2.splat(t3);
  const end = <usize>(p & ~1) << 2;
  for (let j: usize = 0; j < end; j += 8) {
    const first = f64x2.add(f64x2.mul(pair(x, j), w0), f64x2.mul(pair(x1, j), w1));
    const second = f64x2.add(f64x2.mul(pair(x2, j), w2), f64x2.mul(pair(x3, j), w3));
    const at = w + 2 * j;
    v128.store(at, f64x2.add(v128.load(at), f64x2.add(first, second)));
  }
  for (let j = end; j < row; j += 4) {
    const first = <f64>f32.load(x + j) * t0 + <f64>f32.load(x1 + j) * t1;
    const second = <f64>f32.load(x2 + j) * t2 + <f64>f32.load(x3 + j) * t3;
    f64.store(w + 2 * j, f64.load(w + 2 * j) + (first + second));
  }
}

function addOne(x: usize, p: i32, t: usize, w: usize): void {
  const weight = f64.load(t);
  for (let j = 0; j < p; j++) {
    const at = w + (<usize>j << 3);
    f64.store(at, f64.load(at) + <f64>f32.load(x + (<usize>j << 2)) * weight);
  }
}

/** out[n] = X v. */
export function rowsTimes(x: usize, n: i32, p: i32, v: usize, out: usize): void {
  const row = <usize>p << 2;
  let i = 0;
  for (; i + 4 <= n; i += 4) dotFour(x + <usize>i * row, p, v, out + (<usize>i << 3));
  for (; i < n; i++) dotOne(x + <usize>i * row, p, v, out + (<usize>i << 3));
}

/** w[p] += X^T t. */
export function addRows(x: usize, n: i32, p: i32, t: usize, w: usize): void {
  const row = <usize>p << 2;
  let i = 0;
  for (; i + 4 <= n; i += 4) addFour(x + <usize>i * row, p, t + (<usize>i << 3), w);
  for (; i < n; i++) addOne(x + <usize>i * row, p, t + (<usize>i << 3), w);
}

/**
 * w[p] += X^T (X v - shift), reading X once, with four doubles of working memory at `t`. Gives the sum of X v - shift,
 * which the caller needs to centre the columns.
 */
export function addGram(x: usize, n: i32, p: i32, v: usize, shift: f64, t: usize, w: usize): f64 {
  const row = <usize>p << 2;
  let total: f64 = 0;
  for (let i = 0; i < n; i += 4) {
    const rows = min(4, n - i);
    const at = x + <usize>i * row;
    rowsTimes(at, rows, p, v, t);
    for (let r = 0; r < rows; r++) {
      const value = f64.load(t + (<usize>r << 3)) - shift;
      f64.store(t + (<usize>r << 3), value);
      total += value;
    }
    addRows(at, rows, p, t, w);
  }
  return total;
}

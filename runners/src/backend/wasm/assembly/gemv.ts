/** Matrix times vector in single precision, bound by reading the matrix once. */

// @ts-ignore: decorator
@inline
function lanes(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

function dot(a: usize, x: usize, k: i32): f32 {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  let j = 0;
  for (; j + 16 <= k; j += 16) {
    s0 = f32x4.add(s0, f32x4.mul(v128.load(a), v128.load(x)));
    s1 = f32x4.add(s1, f32x4.mul(v128.load(a, 16), v128.load(x, 16)));
    s2 = f32x4.add(s2, f32x4.mul(v128.load(a, 32), v128.load(x, 32)));
    s3 = f32x4.add(s3, f32x4.mul(v128.load(a, 48), v128.load(x, 48)));
    a += 64;
    x += 64;
  }
  let sum = lanes(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
  for (; j < k; j++) {
    sum += f32.load(a) * f32.load(x);
    a += 4;
    x += 4;
  }
  return sum;
}

/** y = A x for a row-major A of m x k. */
export function gemvRows(m: i32, k: i32, a: usize, x: usize, y: usize): void {
  for (let i = 0; i < m; i++) {
    f32.store(y, dot(a, x, k));
    a += <usize>k << 2;
    y += 4;
  }
}

/** y += the `count` (at most 4) columns at `a`, `column` bytes apart and each of m floats, weighted by x. */
function addColumns(m: i32, count: i32, a: usize, column: usize, x: usize, y: usize): void {
  const x0 = f32.load(x);
  const x1 = count > 1 ? f32.load(x, 4) : 0;
  const x2 = count > 2 ? f32.load(x, 8) : 0;
  const x3 = count > 3 ? f32.load(x, 12) : 0;
  const a1 = count > 1 ? column : 0;
  const a2 = count > 2 ? 2 * column : 0;
  const a3 = count > 3 ? 3 * column : 0;
  const w0 = f32x4.splat(x0);
  const w1 = f32x4.splat(x1);
  const w2 = f32x4.splat(x2);
  const w3 = f32x4.splat(x3);
  let i = 0;
  for (; i + 4 <= m; i += 4) {
    const low = f32x4.add(f32x4.mul(v128.load(a), w0), f32x4.mul(v128.load(a + a1), w1));
    const high = f32x4.add(f32x4.mul(v128.load(a + a2), w2), f32x4.mul(v128.load(a + a3), w3));
    v128.store(y, f32x4.add(v128.load(y), f32x4.add(low, high)));
    a += 16;
    y += 16;
  }
  for (; i < m; i++) {
    const low = f32.load(a) * x0 + f32.load(a + a1) * x1;
    const high = f32.load(a + a2) * x2 + f32.load(a + a3) * x3;
    f32.store(y, f32.load(y) + (low + high));
    a += 4;
    y += 4;
  }
}

/** y = A x for an A of m x k whose columns are dense and `column` bytes apart: some rows of a transposed matrix. */
export function gemvColumns(m: i32, k: i32, a: usize, column: usize, x: usize, y: usize): void {
  memory.fill(y, 0, <usize>m << 2);
  for (let j = 0; j < k; j += 4) {
    addColumns(m, min(4, k - j), a, column, x, y);
    a += column << 2;
    x += 16;
  }
}

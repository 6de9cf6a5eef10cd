/** Matrix times vector in single precision, bound by reading the matrix once. */
import { sumLanes } from './lanes';

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
  let sum = sumLanes(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
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

/**
 * y += the `count` (1 to 4) columns at `a`, `column` bytes apart and each of m floats, weighted by x. The count is a
 * constant where this is inlined; a column that is not there must not stand in as one times 0, which infinity makes NaN.
 */
// @ts-ignore: decorator
@inline
function addColumns(count: i32, m: i32, a: usize, column: usize, x: usize, y: usize): void {
  const x0 = f32.load(x);
  const x1 = count > 1 ? f32.load(x, 4) : 0;
  const x2 = count > 2 ? f32.load(x, 8) : 0;
  const x3 = count > 3 ? f32.load(x, 12) : 0;
  const w0 = f32x4.splat(x0);
  const w1 = f32x4.splat(x1);
  const w2 = f32x4.splat(x2);
  const w3 = f32x4.splat(x3);
  let i = 0;
  for (; i + 4 <= m; i += 4) {
    let sum = f32x4.mul(v128.load(a), w0);
    if (count > 1) sum = f32x4.add(sum, f32x4.mul(v128.load(a + column), w1));
    if (count > 2) {
      let high = f32x4.mul(v128.load(a + 2 * column), w2);
      if (count > 3) high = f32x4.add(high, f32x4.mul(v128.load(a + 3 * column), w3));
      sum = f32x4.add(sum, high);
    }
    v128.store(y, f32x4.add(v128.load(y), sum));
    a += 16;
    y += 16;
  }
  for (; i < m; i++) {
    let sum = f32.load(a) * x0;
    if (count > 1) sum += f32.load(a + column) * x1;
    if (count > 2) {
      let high = f32.load(a + 2 * column) * x2;
      if (count > 3) high += f32.load(a + 3 * column) * x3;
      sum += high;
    }
    f32.store(y, f32.load(y) + sum);
    a += 4;
    y += 4;
  }
}

/** y = A x for an A of m x k whose columns are dense and `column` bytes apart: some rows of a transposed matrix. */
export function gemvColumns(m: i32, k: i32, a: usize, column: usize, x: usize, y: usize): void {
  memory.fill(y, 0, <usize>m << 2);
  for (let j = 0; j + 4 <= k; j += 4) {
    addColumns(4, m, a, column, x, y);
    a += column << 2;
    x += 16;
  }
  const rest = k & 3;
  if (rest == 1) addColumns(1, m, a, column, x, y);
  else if (rest == 2) addColumns(2, m, a, column, x, y);
  else if (rest == 3) addColumns(3, m, a, column, x, y);
}

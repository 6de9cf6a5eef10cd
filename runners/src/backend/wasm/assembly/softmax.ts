/** Softmax of rows and its gradient. */
import { keepLanes, loadLanes, maxLane, storeLanes, sumLanes } from './lanes';
import { expNegative4, writeTable } from './table-math';

/** y = softmax(scale x) of one row, for a positive scale; `y` may be `x`. The table of `expNegative4` is ready. */
export function softmaxRow(x: usize, width: i32, scale: f32, y: usize, table: usize): void {
  let top = f32x4.splat(-Infinity);
  let at = x;
  let i = 0;
  for (; i + 4 <= width; i += 4) {
    // Unlike max one instruction; it passes over NaN, which the sum below finds.
    top = f32x4.pmax(top, v128.load(at));
    at += 16;
  }
  let highest = maxLane(top);
  for (; i < width; i++) {
    highest = max(highest, f32.load(at));
    at += 4;
  }
  const highests = f32x4.splat(highest);
  const scales = f32x4.splat(scale);
  let sum = f32x4.splat(0);
  at = y;
  for (i = 0; i < width; i += 4) {
    const n = width - i;
    let power = expNegative4(f32x4.mul(f32x4.sub(loadLanes(x, n), highests), scales), table);
    if (n < 4) power = keepLanes(power, n);
    sum = f32x4.add(sum, power);
    storeLanes(at, power, n);
    x += 16;
    at += 16;
  }
  const inverse = f32x4.splat(1 / sumLanes(sum));
  for (i = 0; i < width; i += 4) {
    storeLanes(y, f32x4.mul(loadLanes(y, width - i), inverse), width - i);
    y += 16;
  }
}

/** dx = scale y (dy - sum of dy y) of one row; `dx` may be `dy`. */
export function softmaxGradientRow(y: usize, dy: usize, width: i32, scale: f32, dx: usize): void {
  let sum = f32x4.splat(0);
  for (let i = 0; i < width; i += 4) {
    const at = <usize>i << 2;
    sum = f32x4.add(sum, f32x4.mul(loadLanes(y + at, width - i), loadLanes(dy + at, width - i)));
  }
  const total = f32x4.splat(sumLanes(sum));
  const scales = f32x4.splat(scale);
  for (let i = 0; i < width; i += 4) {
    const n = width - i;
    const centred = f32x4.sub(loadLanes(dy, n), total);
    storeLanes(dx, f32x4.mul(f32x4.mul(loadLanes(y, n), scales), centred), n);
    y += 16;
    dy += 16;
    dx += 16;
  }
}

/** y = softmax(x) for rows `first` to `end`. */
export function softmaxRows(first: i32, end: i32, width: i32, x: usize, y: usize, table: usize): void {
  writeTable(table);
  const row = <usize>width << 2;
  for (let r = <usize>first; r < <usize>end; r++) softmaxRow(x + r * row, width, 1, y + r * row, table);
}

/** dx from y = softmax(x) and dy, for rows `first` to `end`. */
export function softmaxGradientRows(first: i32, end: i32, width: i32, y: usize, dy: usize, dx: usize): void {
  const row = <usize>width << 2;
  for (let r = <usize>first; r < <usize>end; r++) {
    softmaxGradientRow(y + r * row, dy + r * row, width, 1, dx + r * row);
  }
}

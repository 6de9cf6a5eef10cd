/** Layer normalisation (Ba et al. 2016) of rows and its gradient; gain and bias have one value a column. */
import { keepLanes, loadLanes, storeLanes, sumLanes } from './lanes';

function mean(x: usize, width: i32): f32 {
  let sum = f32x4.splat(0);
  for (let i = 0; i < width; i += 4) {
    sum = f32x4.add(sum, loadLanes(x, width - i));
    x += 16;
  }
  return sumLanes(sum) / <f32>width;
}

/** 1 / sqrt(variance + epsilon), the variance over all `width` values. */
function inverseDeviation(x: usize, width: i32, centre: f32, epsilon: f32): f32 {
  const centres = f32x4.splat(centre);
  let sum = f32x4.splat(0);
  for (let i = 0; i < width; i += 4) {
    let centred = f32x4.sub(loadLanes(x, width - i), centres);
    if (width - i < 4) centred = keepLanes(centred, width - i);
    sum = f32x4.add(sum, f32x4.mul(centred, centred));
    x += 16;
  }
  return 1 / sqrt(sumLanes(sum) / <f32>width + epsilon);
}

/** y = gain (x - mean) / deviation + bias, for rows `first` to `end`. */
export function layerNorm(
  first: i32, end: i32, width: i32, epsilon: f32, x: usize, gain: usize, bias: usize, y: usize,
): void {
  const row = <usize>width << 2;
  x += <usize>first * row;
  y += <usize>first * row;
  for (let r = first; r < end; r++) {
    const centre = mean(x, width);
    const scales = f32x4.splat(inverseDeviation(x, width, centre, epsilon));
    const centres = f32x4.splat(centre);
    for (let i = 0; i < width; i += 4) {
      const n = width - i;
      const at = <usize>i << 2;
      const normal = f32x4.mul(f32x4.sub(loadLanes(x + at, n), centres), scales);
      storeLanes(y + at, f32x4.add(f32x4.mul(normal, loadLanes(gain + at, n)), loadLanes(bias + at, n)), n);
    }
    x += row;
    y += row;
  }
}

/**
 * Gradient for rows `first` to `end`: `dx`, and into `sums` [2, width] what these rows add to the gradients of gain and
 * bias. With n = (x - mean) / deviation and g = gain dy: dx = (g - mean(g) - n mean(g n)) / deviation.
 */
export function layerNormGradient(
  first: i32, end: i32, width: i32, epsilon: f32, x: usize, gain: usize, dy: usize, dx: usize, sums: usize,
): void {
  const row = <usize>width << 2;
  const dBias = sums + row;
  memory.fill(sums, 0, 2 * row);
  x += <usize>first * row;
  dy += <usize>first * row;
  dx += <usize>first * row;
  for (let r = first; r < end; r++) {
    const centre = mean(x, width);
    const scale = inverseDeviation(x, width, centre, epsilon);
    const centres = f32x4.splat(centre);
    const scales = f32x4.splat(scale);
    let sum = f32x4.splat(0);
    let sumNormal = f32x4.splat(0);
    for (let i = 0; i < width; i += 4) {
      const n = width - i;
      const at = <usize>i << 2;
      const normal = f32x4.mul(f32x4.sub(loadLanes(x + at, n), centres), scales);
      const gradient = loadLanes(dy + at, n);
      const weighted = f32x4.mul(gradient, loadLanes(gain + at, n));
      sum = f32x4.add(sum, weighted);
      sumNormal = f32x4.add(sumNormal, f32x4.mul(weighted, normal));
      storeLanes(sums + at, f32x4.add(loadLanes(sums + at, n), f32x4.mul(gradient, normal)), n);
      storeLanes(dBias + at, f32x4.add(loadLanes(dBias + at, n), gradient), n);
    }
    const shift = f32x4.splat(sumLanes(sum) / <f32>width);
    const tilt = f32x4.splat(sumLanes(sumNormal) / <f32>width);
    for (let i = 0; i < width; i += 4) {
      const n = width - i;
      const at = <usize>i << 2;
      const normal = f32x4.mul(f32x4.sub(loadLanes(x + at, n), centres), scales);
      const weighted = f32x4.mul(loadLanes(dy + at, n), loadLanes(gain + at, n));
      const centred = f32x4.sub(f32x4.sub(weighted, shift), f32x4.mul(normal, tilt));
      storeLanes(dx + at, f32x4.mul(centred, scales), n);
    }
    x += row;
    dy += row;
    dx += row;
  }
}

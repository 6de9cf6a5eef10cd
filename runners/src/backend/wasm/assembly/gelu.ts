/** The Gaussian error linear unit x Phi(x) (Hendrycks and Gimpel 2016), with the exact distribution function. */
import { loadLanes, storeLanes } from './lanes';
import { exp4, normalDistribution4, writeTable } from './table-math';

const ONE_OVER_SQRT_TWO_PI: f32 = 0.39894228;

/** e^(-x^2 / 2) */
// @ts-ignore: decorator
@inline
function bell4(x: v128, table: usize): v128 {
  return exp4(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5)), table);
}

/** y = x Phi(x) for the values `first` to `end`. */
export function gelu(first: i32, end: i32, x: usize, y: usize, table: usize): void {
  writeTable(table);
  for (let i = first; i < end; i += 4) {
    const at = <usize>i << 2;
    const value = loadLanes(x + at, end - i);
    storeLanes(y + at, f32x4.mul(value, normalDistribution4(value, bell4(value, table), table)), end - i);
  }
}

/** dx = dy (Phi(x) + x phi(x)) for the values `first` to `end`. */
export function geluGradient(first: i32, end: i32, x: usize, dy: usize, dx: usize, table: usize): void {
  writeTable(table);
  for (let i = first; i < end; i += 4) {
    const at = <usize>i << 2;
    const value = loadLanes(x + at, end - i);
    const power = bell4(value, table);
    const density = f32x4.mul(power, f32x4.splat(ONE_OVER_SQRT_TWO_PI));
    const slope = f32x4.add(normalDistribution4(value, power, table), f32x4.mul(value, density));
    storeLanes(dx + at, f32x4.mul(slope, loadLanes(dy + at, end - i)), end - i);
  }
}

/** The Gaussian error linear unit x Phi(x) (Hendrycks and Gimpel 2016), with the exact distribution function. */
import { loadLanes, storeLanes } from './lanes';
import { bell4, normalDensity4, normalDistribution4, writeTable } from './table-math';

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
    const bell = bell4(value, table);
    const density = normalDensity4(bell, table);
    const slope = f32x4.add(normalDistribution4(value, bell, table), f32x4.mul(value, density));
    storeLanes(dx + at, f32x4.mul(slope, loadLanes(dy + at, end - i)), end - i);
  }
}

import { mean, standardDeviation } from '../metrics/statistics.ts';

/** Shifts and scales columns to mean 0 and standard deviation 1 on the rows that it was fitted to. */
export interface Scaler {
  mean: Float64Array;
  /** 1 for a column that does not vary. */
  scale: Float64Array;
  /** Row-major `[rows, columns]`. */
  apply(values: ArrayLike<number>): Float32Array;
  /** Back to the units of the data. */
  undo(values: ArrayLike<number>): Float64Array;
}

/**
 * Fits a scaler: to training rows alone, or the test is no longer unseen.
 * @param values Row-major `[rows, columns]`.
 */
export function fitScaler(values: ArrayLike<number>, columns = 1): Scaler {
  const rows = values.length / columns;
  if (!Number.isInteger(rows) || rows < 1) throw new RangeError(`${values.length} values are not rows of ${columns}`);
  const column = (j: number) => Float64Array.from({ length: rows }, (_, i) => values[i * columns + j]);
  const all = Array.from({ length: columns }, (_, j) => column(j));
  const centre = Float64Array.from(all, mean);
  const scale = Float64Array.from(all, (one) => standardDeviation(one) || 1);
  return {
    mean: centre,
    scale,
    apply: (raw) => Float32Array.from(raw, (value, i) => (value - centre[i % columns]) / scale[i % columns]),
    undo: (scaled) => Float64Array.from(scaled, (value, i) => value * scale[i % columns] + centre[i % columns]),
  };
}

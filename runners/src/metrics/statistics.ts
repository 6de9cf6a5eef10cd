/** Order statistics of plain numbers. */

export interface Interval {
  /** Coverage, e.g. 0.95. */
  level: number;
  low: number;
  high: number;
}

/**
 * The `p` quantile (0 to 1) by linear interpolation between order statistics at (n - 1) p, definition 7 of Hyndman and
 * Fan (1996): the default of R and NumPy.
 *
 * @throws RangeError without values, with NaN among them, or for p outside 0 to 1.
 */
export function quantile(values: ArrayLike<number>, p: number): number {
  return sortedQuantile(sorted(values), p);
}

/** The middle value, or the mean of the two middle ones. Throws as {@link quantile} does. */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}

/** The central interval that holds the share `level` of the replicates, e.g. 0.025 to 0.975 for 0.95. */
export function percentileInterval(replicates: ArrayLike<number>, level: number): Interval {
  const ordered = sorted(replicates);
  const tail = (1 - level) / 2;
  return { level, low: sortedQuantile(ordered, tail), high: sortedQuantile(ordered, 1 - tail) };
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** Sample standard deviation, divisor n - 1; 0 for a single value. */
export function standardDeviation(values: ArrayLike<number>): number {
  if (values.length === 1) return 0;
  const centre = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - centre) * (values[i] - centre);
  return Math.sqrt(squares / (values.length - 1));
}

function sorted(values: ArrayLike<number>): Float64Array {
  const ordered = Float64Array.from(values).sort();
  if (ordered.length === 0) throw new RangeError('a quantile of no values');
  // NaN sorts last.
  if (Number.isNaN(ordered[ordered.length - 1])) throw new RangeError('a quantile of values with NaN');
  return ordered;
}

function sortedQuantile(ordered: Float64Array, p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a quantile is asked for between 0 and 1, not ${p}`);
  const position = (ordered.length - 1) * p;
  const below = Math.floor(position);
  const low = ordered[below];
  const high = ordered[Math.min(below + 1, ordered.length - 1)];
  return low + (high - low) * (position - below);
}

import { createRandom } from '../random.ts';

/** Numbers of rows, each in one part. */
export interface RowSplit {
  train: Int32Array;
  validation: Int32Array;
  test: Int32Array;
}

/**
 * Divides rows at random. One seed for all models keeps their test rows the same, which paired comparisons need: give it a
 * param of the config and not `context.seed`.
 * @param share Of validation and test, each between 0 and 1; the rest is for training.
 * @param seed Integer >= 1.
 * @throws {RangeError} where a part that has a share gets no row.
 */
export function splitRows(rows: number, share: { validation?: number; test: number }, seed: number): RowSplit {
  const order = createRandom(seed, 'split').permutation(rows);
  const test = Math.round(rows * share.test);
  const validation = Math.round(rows * (share.validation ?? 0));
  const train = rows - test - validation;
  if (train < 1 || test < 1 || (share.validation && validation < 1)) {
    throw new RangeError(
      `${rows} rows are too few for ${train} to train, ${validation} to validate and ${test} to test`,
    );
  }
  return {
    test: Int32Array.from(order.subarray(0, test)),
    validation: Int32Array.from(order.subarray(test, test + validation)),
    train: Int32Array.from(order.subarray(test + validation)),
  };
}

/** Some rows of a row-major matrix of `width` columns, one after another. */
export function takeRows<T extends Float32Array | Float64Array | Int32Array>(
  values: T,
  width: number,
  rows: ArrayLike<number>,
): T {
  const taken = values.slice(0, 0);
  const result = new (taken.constructor as new (length: number) => T)(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    result.set(values.subarray(rows[i] * width, (rows[i] + 1) * width), i * width);
  }
  return result;
}

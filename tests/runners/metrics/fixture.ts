import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/** A number, or the text `nan`, `inf` or `-inf`, which JSON cannot hold. */
export type Value = number | 'nan' | 'inf' | '-inf';

export interface Case<Expected> {
  name: string;
  truth: number[];
  prediction: number[];
  score: number[];
  happened: number[];
  probability: number[];
  sigma: number[];
  low: number[];
  high: number[];
  count: number;
  bins: number;
  dimensions: number;
  weights: number[] | null;
  expected: Expected;
}

type Cases<Names extends string> = Case<Record<Names, Value>>[];

/** What make-fixture.py computed with scikit-learn, SciPy and NumPy. */
export const fixture = JSON.parse(readFileSync(new URL('fixture.json', import.meta.url), 'utf8')) as {
  regression: Cases<'r2' | 'mae' | 'mse' | 'rmse' | 'nmse'>;
  ranking: Case<{
    auroc: Value;
    auprc: Value;
    precisionAtRecall: [number, Value][];
    recallAtPrecision: [number, Value][];
  }>[];
  classification: Case<{
    accuracy: Value;
    macroF1: Value;
    confusion: Value[];
    precision: Value[];
    recall: Value[];
    f1: Value[];
  }>[];
  reliability: Case<{ predicted: Value[]; observed: Value[]; weight: Value[]; error: Value }>[];
  uncertainty: Cases<'coverage' | 'mean' | 'std'>;
  latent: Case<{ cosines: Value[]; meanCosine: Value; varianceNormalisedMse: Value }>[];
  bootstrap: Cases<'auroc' | 'standardError' | 'low' | 'high'>;
};

const special = { nan: NaN, inf: Infinity, '-inf': -Infinity };

/** Equal up to rounding, relative to 1 or to the size of the expected value. */
export function close(actual: number, expected: Value, what: string, tolerance = 1e-12): void {
  const wanted = typeof expected === 'number' ? expected : special[expected];
  const same = Object.is(actual, wanted) || Math.abs(actual - wanted) <= tolerance * Math.max(1, Math.abs(wanted));
  assert.ok(same, `${what}: ${actual}, expected ${wanted}`);
}

export function allClose(actual: ArrayLike<number>, expected: Value[], what: string): void {
  assert.equal(actual.length, expected.length, what);
  expected.forEach((value, i) => close(actual[i], value, `${what}, ${i}`));
}

import { exp } from './exp';

const TWO_OVER_SQRT_PI: f64 = 1.1283791670955126;
const ONE_OVER_SQRT_PI: f64 = 0.5641895835477563;

/**
 * The error function 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x, within about 4 units in the last place.
 *
 * Abramowitz and Stegun 7.1.6 (a series of positive terms) below 3, the continued fraction 7.1.14 of the complement
 * above; from 6 on the complement is below half a unit in the last place of 1.
 */
export function erf(x: f64): f64 {
  const size = abs(x);
  if (size != size) return x;
  if (size >= 6) return copysign<f64>(1, x);
  if (size < 3) {
    const double = 2 * x * x;
    let term: f64 = 1;
    let sum: f64 = 1;
    for (let odd: f64 = 3; term > 1e-17 * sum; odd += 2) {
      term *= double / odd;
      sum += term;
    }
    return TWO_OVER_SQRT_PI * x * exp(-x * x) * sum;
  }
  let fraction = size;
  for (let n: f64 = 60; n >= 1; n -= 1) fraction = size + (n * 0.5) / fraction;
  return copysign<f64>(1 - (ONE_OVER_SQRT_PI * exp(-x * x)) / fraction, x);
}

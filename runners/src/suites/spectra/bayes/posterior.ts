import { exp } from '../../../math.ts';

/** Moments of a posterior from weighted draws, with what says how far to trust them. */
export interface PosteriorMoments {
  mean: number;
  /** Corrected for the finite number of draws, as a sample variance is. */
  variance: number;
  /** Monte-Carlo standard error of `variance`. */
  varianceError: number;
  /** (sum w)^2 / sum w^2: equally weighted draws that would say as much (Kong 1992). */
  effectiveSize: number;
}

/** Below this a weight relative to the largest is lost in rounding. */
const negligible = 40;

/**
 * Self-normalised importance sampling: the posterior moments of `values` where draw j has the logarithmic weight
 * `logWeights[j]` = log likelihood + log prior - log proposal, up to a constant; -Infinity for a draw outside the prior.
 *
 * @throws RangeError when no draw has a finite weight.
 */
export function posteriorMoments(logWeights: ArrayLike<number>, values: ArrayLike<number>): PosteriorMoments {
  let top = -Infinity;
  for (let j = 0; j < logWeights.length; j += 1) top = Math.max(top, logWeights[j]);
  if (!Number.isFinite(top)) throw new RangeError('no draw has a finite weight');
  const weights: number[] = [];
  const kept: number[] = [];
  for (let j = 0; j < logWeights.length; j += 1) {
    if (logWeights[j] < top - negligible) continue;
    weights.push(exp(logWeights[j] - top));
    kept.push(values[j]);
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = weights.map((weight) => weight / total);
  const mean = shares.reduce((sum, share, j) => sum + share * kept[j], 0);
  const concentration = shares.reduce((sum, share) => sum + share * share, 0);
  const biased = shares.reduce((sum, share, j) => sum + share * (kept[j] - mean) * (kept[j] - mean), 0);
  const error = shares.reduce((sum, share, j) => {
    const term = share * ((kept[j] - mean) * (kept[j] - mean) - biased);
    return sum + term * term;
  }, 0);
  // One draw that outweighs all others says nothing of the variance; it counts with what it has, 0.
  const correction = concentration < 1 ? 1 / (1 - concentration) : 1;
  return {
    mean,
    variance: biased * correction,
    varianceError: Math.sqrt(error) * correction,
    effectiveSize: 1 / concentration,
  };
}

/** A score against the best and the worst that could be had. */

/**
 * rho of a mixture: the share of the oracle's gain over one global model that a routing keeps,
 * (R2 - R2_global) / (R2_oracle - R2_global). 1 as good as the oracle, 0 no better than the global model, below 0 worse.
 * NaN where the oracle gains nothing, since there is no gain to share.
 */
export function mixtureRho(r2: number, r2Global: number, r2Oracle: number): number {
  return r2Oracle > r2Global ? (r2 - r2Global) / (r2Oracle - r2Global) : NaN;
}

/**
 * MSE_opt / MSE: the mean squared error of the Bayes-optimal estimator over a model's own, at most 1 up to noise. Sharper
 * than a ratio of R2 where both are near 1. NaN where the model's is not above 0.
 */
export function mseEfficiency(mse: number, mseOptimal: number): number {
  return mse > 0 ? mseOptimal / mse : NaN;
}

/** R2 / R2_opt: the share of the explainable variance that a model explains. NaN where nothing can be explained. */
export function r2Efficiency(r2: number, r2Optimal: number): number {
  return r2Optimal > 0 ? r2 / r2Optimal : NaN;
}

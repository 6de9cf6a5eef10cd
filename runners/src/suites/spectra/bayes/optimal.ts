import type { RunContext } from '../../../engine/experiment.ts';
import { log } from '../../../math.ts';
import { createRandom } from '../../../random.ts';
import { labelsAt, loadSpectra, skyOf, type DatasetParams } from '../data.ts';
import { evaluationSet } from '../observed.ts';
import { createSimulator, pixelCount } from '../simulator.ts';
import { createLikelihood, likelihoodMatrix } from './likelihood.ts';
import { localProposals } from './local.ts';
import { posteriorMoments, type PosteriorMoments } from './posterior.ts';
import { density, drawGaussian, type Gaussian } from './proposal.ts';
import { unitCube } from './unit-cube.ts';

export interface OptimalOptions {
  snrs: readonly number[];
  /** First stars of the test split, whose spectra have the noise that every model is tested with. */
  stars: number;
  /** Draws from the prior, shared by all stars: the first spectra of the training split. */
  priorDraws: number;
  /** Draws around each star at each SNR. */
  localDraws: number;
  /** Covariance of the local draws in units of the Gaussian approximation's. */
  inflation: number;
  seed: number;
}

/** Draws of one star at one SNR from its local proposal: points of the unit cube, and beyond it with no likelihood. */
interface LocalDraws {
  proposal: Gaussian;
  units: number[][];
  logLikelihood: number[];
}

/** Far enough below the largest likelihood to stay negligible whatever the proposal's density. */
const negligible = 60;

/**
 * Posterior of log g, dex, for each star at each SNR under the known simulator: [snr][star]. Importance sampling from the
 * prior and a Gaussian near the star together, weighted as one mixture (Veach and Guibas 1995), so that the prior's draws
 * serve where the posterior is wide or has several modes and the local ones where it is narrow.
 */
export function optimalPosteriors(
  dataset: DatasetParams,
  options: OptimalOptions,
  context: Pick<RunContext, 'cached' | 'progress'>,
): PosteriorMoments[][] {
  const { snrs, stars, priorDraws, localDraws } = options;
  const sky = skyOf(dataset);
  const cube = unitCube(dataset.labelRanges);
  const test = loadSpectra(dataset, 'test', stars, context.cached);
  const observed = snrs.map((snr) => evaluationSet({ sky, test }, 'test', { snr }));
  const simulator = createSimulator(dataset);
  const likelihoods = snrs.map((snr) => createLikelihood(sky, snr));
  const total = stars + snrs.length * priorDraws;

  const local: LocalDraws[][] = snrs.map(() => []);
  const flux = new Float32Array(pixelCount);
  for (let i = 0; i < stars; i += 1) {
    const spectra = observed.map((rows) => rows.subarray(i * pixelCount, (i + 1) * pixelCount));
    const proposals = localProposals({ simulator, sky, cube }, labelsAt(dataset, 'test', i), snrs, spectra, options);
    for (const [s, proposal] of proposals.entries()) {
      const random = createRandom(options.seed, 'local-draws', i, s);
      const units = Array.from({ length: localDraws }, () => drawGaussian(proposal, random));
      const logLikelihood = units.map((unit) => {
        const labels = cube.toLabels(unit);
        if (!labels) return -Infinity;
        simulator.simulate(labels, flux);
        return likelihoods[s](spectra[s], flux);
      });
      local[s].push({ proposal, units, logLikelihood });
    }
    context.progress(i + 1, total, 'draws around each star');
  }

  const prior = loadSpectra(dataset, 'train', priorDraws, context.cached);
  const priorUnits = Array.from({ length: priorDraws }, (_, j) => cube.toUnit(labelsAt(dataset, 'train', j)));
  const gravity = (unit: number[]): number => cube.toLabels(unit)?.logG ?? NaN;
  const priorGravity = priorUnits.map(gravity);
  return snrs.map((snr, s) => {
    const ofPrior = likelihoodMatrix(sky, snr, observed[s], prior, (done) =>
      context.progress(stars + s * priorDraws + done, total, `draws from the prior at SNR ${snr}`),
    );
    return local[s].map(({ proposal, units, logLikelihood }, i) => {
      const logWeights = [...ofPrior.subarray(i * priorDraws, (i + 1) * priorDraws), ...logLikelihood];
      const top = logWeights.reduce((most, value) => Math.max(most, value), -Infinity);
      for (const [j, value] of logWeights.entries()) {
        if (value < top - negligible) logWeights[j] = -Infinity;
        else {
          const unit = j < priorDraws ? priorUnits[j] : units[j - priorDraws];
          logWeights[j] -= log(priorDraws + localDraws * density(proposal, unit));
        }
      }
      return posteriorMoments(logWeights, [...priorGravity, ...units.map(gravity)]);
    });
  });
}

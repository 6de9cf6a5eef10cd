import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { log } from '../../../runners/src/math.ts';
import { createRandom } from '../../../runners/src/random.ts';
import { createLikelihood, likelihoodMatrix } from '../../../runners/src/suites/spectra/bayes/likelihood.ts';
import { localProposals } from '../../../runners/src/suites/spectra/bayes/local.ts';
import { optimalMetrics } from '../../../runners/src/suites/spectra/bayes/metrics.ts';
import { optimalPosteriors } from '../../../runners/src/suites/spectra/bayes/optimal.ts';
import { posteriorMoments } from '../../../runners/src/suites/spectra/bayes/posterior.ts';
import { createGaussian, density, drawGaussian } from '../../../runners/src/suites/spectra/bayes/proposal.ts';
import { unitCube } from '../../../runners/src/suites/spectra/bayes/unit-cube.ts';
import { datasetParams, labelsAt, loadSpectra, skyOf } from '../../../runners/src/suites/spectra/data.ts';
import { labelRanges } from '../../../runners/src/suites/spectra/labels.ts';
import { evaluationSet } from '../../../runners/src/suites/spectra/observed.ts';
import { createResampler } from '../../../runners/src/suites/spectra/resample.ts';
import { createSimulator, pixelCount } from '../../../runners/src/suites/spectra/simulator.ts';

const dataset = datasetParams.parse({
  ...{ lineSeed: 11, skySeed: 5, labelSeed: 3, normalisation: 'median' },
  ...{ train: 2048, validation: 1, test: 24 },
});
const sky = skyOf(dataset);

before(() => loadBackend({ name: 'wasm' }));

/** Draws of the prior N(0, 1)^2 and of a Gaussian off the posterior's centre, for y = theta_0 + theta_1 / 2 + noise. */
function linearGaussian(seed: number, draws: number, deviation: number, y: number) {
  const random = createRandom(seed, 'linear');
  const prior = createGaussian(
    [0, 0],
    [
      [1, 0],
      [0, 1],
    ],
  );
  const noise = 1 / (deviation * deviation);
  const precision = [
    [1 + noise, noise / 2],
    [noise / 2, 1 + noise / 4],
  ];
  const determinant = precision[0][0] * precision[1][1] - precision[0][1] * precision[0][1];
  const variance = precision[1][1] / determinant;
  const mean = (y * noise * (precision[1][1] - precision[0][1] / 2)) / determinant;
  const local = createGaussian(
    [mean + 0.5 * Math.sqrt(variance), 0.1],
    precision.map((row) => row.map((entry) => entry / 2)),
  );
  const points = Array.from({ length: 2 * draws }, (_, j) => drawGaussian(j < draws ? prior : local, random));
  const logWeights = points.map((point) => {
    const residual = y - point[0] - point[1] / 2;
    const likelihood = -0.5 * residual * residual * noise;
    return likelihood + log(density(prior, point)) - log(density(prior, point) + density(local, point));
  });
  return {
    mean,
    variance,
    estimate: posteriorMoments(
      logWeights,
      points.map(([first]) => first),
    ),
  };
}

test('importance sampling gives the closed form of a linear model with Gaussian prior and noise', () => {
  for (const deviation of [2, 0.5, 0.05]) {
    const trials = Array.from({ length: 40 }, (_, seed) => linearGaussian(seed + 1, 200, deviation, 0.7));
    const { mean, variance } = trials[0];
    const average = (value: (trial: (typeof trials)[number]) => number) =>
      trials.reduce((sum, trial) => sum + value(trial), 0) / trials.length;
    const spread = Math.sqrt(
      average(({ estimate }) => (estimate.variance - variance) * (estimate.variance - variance)),
    );
    const claimed = average(({ estimate }) => estimate.varianceError);
    assert.ok(Math.abs(average(({ estimate }) => estimate.mean) - mean) < 0.1 * Math.sqrt(variance));
    assert.ok(
      Math.abs(average(({ estimate }) => estimate.variance) / variance - 1) < 4 * (spread / variance / Math.sqrt(40)),
    );
    assert.ok(claimed / spread > 0.6 && claimed / spread < 1.6, `error ${claimed}, true scatter ${spread}`);
    assert.ok(average(({ estimate }) => estimate.effectiveSize) > 10);
  }
});

test('a posterior of equal weights is a sample; one of a single draw has no variance; none is an error', () => {
  const moments = posteriorMoments([5, 5, 5, -Infinity], [1, 2, 3, 100]);
  assert.ok(Math.abs(moments.mean - 2) < 1e-12);
  assert.ok(Math.abs(moments.variance - 1) < 1e-12);
  assert.ok(Math.abs(moments.effectiveSize - 3) < 1e-12);
  assert.equal(posteriorMoments([0, -100], [1, 2]).variance, 0);
  assert.throws(() => posteriorMoments([-Infinity], [1]), /no draw has a finite weight/);
});

test('the density of a Gaussian is that of its draws', () => {
  const gaussian = createGaussian(
    [1, -1],
    [
      [4, 1],
      [1, 2],
    ],
  );
  const random = createRandom(1, 'density');
  const points = Array.from({ length: 4000 }, () => drawGaussian(gaussian, random));
  const inside = points.filter(([a, b]) => Math.abs(a - 1) < 0.1 && Math.abs(b + 1) < 0.1).length / points.length;
  assert.ok(Math.abs(inside / (0.04 * density(gaussian, [1, -1])) - 1) < 0.25);
  const covariance = points.reduce((sum, [a, b]) => sum + (a - 1) * (b + 1), 0) / points.length;
  assert.ok(Math.abs(covariance + 1 / 7) < 0.02);
});

test('the matrix of likelihoods is the likelihood of each pair', () => {
  const draws = loadSpectra(dataset, 'train', 600);
  const observed = evaluationSet({ sky, test: loadSpectra(dataset, 'test', 3) }, 'test', { snr: 5 });
  const matrix = likelihoodMatrix(sky, 5, observed, draws);
  const likelihood = createLikelihood(sky, 5);
  for (const i of [0, 1, 2]) {
    for (const j of [0, 1, 299, 511, 512, 599]) {
      const pair = likelihood(
        observed.subarray(i * pixelCount, (i + 1) * pixelCount),
        draws.flux.subarray(j * pixelCount, (j + 1) * pixelCount),
      );
      assert.ok(Math.abs(matrix[i * 600 + j] - pair) < 0.02 + 2e-6 * Math.abs(pair), `${matrix[i * 600 + j]}, ${pair}`);
    }
  }
});

test('the likelihood is highest near the true labels, and the local proposal finds them from the noisy spectrum', () => {
  const simulator = createSimulator(dataset);
  const cube = unitCube(dataset.labelRanges);
  const test = loadSpectra(dataset, 'test', 4);
  for (const i of [0, 1, 2, 3]) {
    const labels = labelsAt(dataset, 'test', i);
    const observed = evaluationSet({ sky, test }, 'test', { snr: 20 }).subarray(i * pixelCount, (i + 1) * pixelCount);
    const [proposal] = localProposals({ simulator, sky, cube }, labels, [20], [observed], { inflation: 1 });
    const flux = new Float32Array(pixelCount);
    const of = (unit: number[]) => {
      simulator.simulate(cube.toLabels(unit)!, flux);
      return createLikelihood(sky, 20)(observed, flux);
    };
    const best = of(proposal.centre);
    assert.ok(best >= of(cube.toUnit(labels)) - 0.5, 'the step goes uphill');
    for (const away of [-0.2, 0.2]) {
      const moved = proposal.centre.map((value, a) => (a === 0 ? Math.min(Math.max(value + away, 0), 1) : value));
      if (moved[0] !== proposal.centre[0]) assert.ok(of(moved) < best);
    }
  }
});

test('the prior fills the unit cube and nothing lies outside', () => {
  const cube = unitCube(labelRanges);
  assert.deepEqual(cube.names, ['logG', 'teff', 'mh', 'alphaM']);
  const labels = { teff: 4000, logG: 2, mh: 0.5, alphaM: 0.2, cM: 0 };
  const back = cube.toLabels(cube.toUnit(labels))!;
  for (const name of cube.names) assert.ok(Math.abs(back[name] - labels[name]) < 1e-9);
  assert.equal(cube.toLabels([0.5, 0.5, 1.01, 0.5]), null);
});

test('more noise, less to know; the posterior mean errs as much as the posterior says', () => {
  const snrs = [2, 10];
  const options = { snrs, stars: 24, priorDraws: 1024, localDraws: 32, inflation: 1.5, seed: 1 };
  const context = { cached: (_: string, make: () => Uint8Array) => make(), progress: () => {} };
  const posteriors = optimalPosteriors(dataset, options, context);
  const truth = Float64Array.from({ length: 24 }, (_, i) => labelsAt(dataset, 'test', i).logG);
  const [low, high] = snrs.map((snr, s) => {
    const resampler = createResampler(1, 24, 50);
    return optimalMetrics({ snr, parameters: 4, truth, posteriors: posteriors[s], resampler });
  });
  const r2 = ({ metrics }: typeof low) => metrics.find(({ name }) => name === 'r2_opt')!.value;
  assert.ok(r2(low) < r2(high) && r2(high) > 0.7 && r2(high) < 1, `${r2(low)}, ${r2(high)}`);
  assert.ok(low.gate.passed && high.gate.passed);
});

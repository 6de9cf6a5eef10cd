import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelsAt, datasetParams, skyOf } from '../../../runners/src/suites/spectra/data.ts';
import {
  differenceSteps,
  differentiate,
  fisherMatrix,
  gravityBound,
  r2Max,
} from '../../../runners/src/suites/spectra/fisher.ts';
import { labelNames, labelRanges, uniformVariance } from '../../../runners/src/suites/spectra/labels.ts';
import type { StellarLabels } from '../../../runners/src/suites/spectra/labels.ts';
import { cholesky, inverse, schurComplement } from '../../../runners/src/suites/spectra/matrix.ts';
import { sigmaAtMagnitude, sigmaAtSnr } from '../../../runners/src/suites/spectra/noise.ts';
import { median } from '../../../runners/src/suites/spectra/order.ts';
import { createSimulator } from '../../../runners/src/suites/spectra/simulator.ts';
import { vanTreesVariance } from '../../../runners/src/suites/spectra/van-trees.ts';

const params = datasetParams.parse({
  lineSeed: 11,
  skySeed: 5,
  labelSeed: 3,
  normalisation: 'median',
  train: 1,
  validation: 1,
  test: 1,
});
const sky = skyOf(params);
const simulator = createSimulator(params);
const variance = uniformVariance(labelRanges.logG);
const close = (a: number, b: number, tolerance: number): void =>
  assert.ok(Math.abs(a - b) <= tolerance, `${a} against ${b}`);

test('Schur complement: closed form of a 2 x 2 matrix, and the entry of the inverse of a 4 x 4', () => {
  close(
    schurComplement([
      [3, 1],
      [1, 2],
    ])!,
    2.5,
    1e-15,
  );
  const matrix = [
    [4, 1, 0.5, 0.2],
    [1, 3, 0.3, 0.1],
    [0.5, 0.3, 2, 0.4],
    [0.2, 0.1, 0.4, 1],
  ];
  close(schurComplement(matrix)!, 1 / inverse(matrix)![0][0], 1e-14);
  const product = matrix.map((row) =>
    inverse(matrix)!.map((_, j) => row.reduce((s, v, k) => s + v * inverse(matrix)![k][j], 0)),
  );
  for (let i = 0; i < 4; i += 1) for (let j = 0; j < 4; j += 1) close(product[i][j], i === j ? 1 : 0, 1e-14);
});

test('a matrix that is not positive definite has no factor', () => {
  assert.equal(
    cholesky([
      [1, 2],
      [2, 1],
    ]),
    null,
  );
  assert.equal(
    inverse([
      [1, 1],
      [1, 1],
    ]),
    null,
  );
});

test('the bound of a spectrum is the logG entry of the inverse Fisher matrix', () => {
  const { flux, gradient } = differentiate(simulator, labelsAt(params, 'calibration', 0));
  const fisher = fisherMatrix(gradient, sigmaAtSnr(sky, flux, 7));
  for (const n of [3, 4, 5]) {
    const block = fisher.slice(0, n).map((row) => row.slice(0, n));
    close(gravityBound(fisher, n).crlb / inverse(block)![0][0], 1, 1e-9);
  }
  assert.ok(gravityBound(fisher, 4).crlb >= gravityBound(fisher, 3).crlb, 'more nuisances cannot help');
});

test('halving the steps of the differences moves the bound by less than 0.1%', () => {
  const half = Object.fromEntries(
    labelNames.map((name) => [name, differenceSteps[name] / 2]),
  ) as unknown as StellarLabels;
  for (let i = 0; i < 10; i += 1) {
    const labels = labelsAt(params, 'calibration', i);
    const bounds = [differenceSteps, half].map((steps) => {
      const { flux, gradient } = differentiate(simulator, labels, steps);
      return gravityBound(fisherMatrix(gradient, sigmaAtSnr(sky, flux, 7)), 4).crlb;
    });
    close(bounds[0] / bounds[1], 1, 0.001);
  }
});

test('calibration: R2max, cliff and Schur decay are what EXPERIMENTS.md asks for', () => {
  const stars = Array.from({ length: 200 }, (_, i) =>
    differentiate(simulator, labelsAt(params, 'calibration', i), differenceSteps, labelNames.slice(0, 4)),
  );
  const bounds = (snr: number) =>
    stars.map(({ flux, gradient }) => gravityBound(fisherMatrix(gradient, sigmaAtSnr(sky, flux, snr)), 3));
  const ceiling = (snr: number) => median(bounds(snr).map(({ crlb }) => r2Max(crlb, variance)));
  close(ceiling(7), 0.87, 0.02);
  assert.equal(ceiling(2), 0);
  assert.ok(ceiling(3) < 0.4 && ceiling(4) > 0.4);
  const steps = [1, 2, 3, 5, 10, 50].map(ceiling);
  steps.forEach((value, i) => assert.ok(i === 0 || value >= steps[i - 1], 'grows with SNR'));
  close(median(bounds(7).map(({ schurDecay }) => schurDecay)), 0.69, 0.05);
  const faint = stars.map(({ flux, gradient }) =>
    gravityBound(fisherMatrix(gradient, sigmaAtMagnitude(sky, flux, 23)), 3),
  );
  assert.equal(median(faint.map(({ crlb }) => r2Max(crlb, variance))), 0);
});

test('the van Trees surrogate lies between the bound and the prior', () => {
  const { flux, gradient } = differentiate(simulator, labelsAt(params, 'calibration', 1));
  const fisher = fisherMatrix(gradient, sigmaAtSnr(sky, flux, 3));
  const surrogate = vanTreesVariance(fisher, 4, labelRanges);
  assert.ok(surrogate < variance && surrogate < gravityBound(fisher, 4).crlb);
  const uninformed = vanTreesVariance([[0]], 1, labelRanges);
  close(uninformed, variance, 1e-12);
});

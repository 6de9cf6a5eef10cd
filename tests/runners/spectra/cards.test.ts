import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aggregate } from '../../../runners/src/engine/aggregate.ts';
import type { ExperimentModule, RunContext } from '../../../runners/src/engine/experiment.ts';
import type { FigureSpec } from '../../../runners/src/figures/figure.ts';
import { renderFigure } from '../../../runners/src/figures/render.ts';
import { outcomeSchema } from '../../../runners/src/schema/index.ts';
import type { Outcome, Scope } from '../../../runners/src/schema/index.ts';
import ceilings from '../../../runners/src/suites/spectra/ceilings.ts';
import dataset from '../../../runners/src/suites/spectra/dataset.ts';
import ceilingFigures from '../../../runners/src/suites/spectra/figures/ceilings.ts';
import datasetFigures from '../../../runners/src/suites/spectra/figures/dataset.ts';
import { upstreamWith } from '../experiments/context.ts';

const datasetParams = {
  lineSeed: 11,
  skySeed: 5,
  labelSeed: 3,
  normalisation: 'median',
  train: 32,
  validation: 8,
  test: 32,
};

const noData = (): never => {
  throw new Error('it reads no data');
};

async function outcomeOf<P>(module: ExperimentModule<P>, params: unknown): Promise<Outcome> {
  const context: RunContext = {
    seed: 1,
    upstream: { 'spectra-dataset': upstreamWith(datasetParams, undefined as never) },
    file: noData,
    files: noData,
    backend: { name: 'wasm' },
    progress: () => {},
    cached: (_, make) => make(),
    checkpoints: null,
    leave: () => {},
  };
  const result = await module.run(module.params.parse(params), context);
  return outcomeSchema.parse(aggregate('test', 'smoke', [{ seed: 1, result }]));
}

/** Values of the metrics that an address of this name and these keys would match. */
function found(outcome: Outcome, name: string, keys: Scope): number[] {
  return outcome.metrics
    .filter((metric) => metric.name === name && Object.entries(keys).every(([key, v]) => metric.scope[key] === v))
    .map(({ value }) => value);
}

async function drawn(figures: FigureSpec[]): Promise<string[]> {
  for (const figure of figures) {
    const { svg } = await renderFigure('test', figure);
    assert.match(svg, /<path/);
    assert.doesNotMatch(figure.caption + figure.description, /NaN|undefined|Infinity/);
  }
  return figures.map(({ name }) => name);
}

test('the card of the data set: noise table, baseline and figures', async () => {
  const outcome = await outcomeOf(dataset, datasetParams);
  assert.equal(outcome.status, 'ok');
  const snr = [18, 20, 21.5, 22, 22.5, 23].map((magnitude) => found(outcome, 'median_snr', { magnitude })[0]);
  assert.ok(snr.every((value, i) => i === 0 || value < snr[i - 1]));
  const [atLevelOne] = found(outcome, 'median_snr', { noise_level: 1 });
  assert.equal(atLevelOne, snr[2]);
  assert.equal(found(outcome, 'equivalent_noise_level', { magnitude: 21.5 })[0], 1);
  assert.ok(Math.abs(found(outcome, 'equivalent_magnitude', { noise_level: 1 })[0] - 21.5) < 1e-6);
  assert.ok(found(outcome, 'r2', { model: 'mean', label: 'logG' })[0] <= 0);
  const shares = ['Ca II 8498.0', 'Ca II 8542.1', 'Ca II 8662.1'].map(
    (line) => found(outcome, 'line_information_share', { line })[0],
  );
  const [triplet] = found(outcome, 'line_information_share', { line: 'Ca II triplet' });
  assert.ok(Math.abs(triplet - shares.reduce((a, b) => a + b)) < 1e-6);
  assert.deepEqual(await drawn(datasetFigures(outcome)), ['sample-spectra', 'ca-triplet-gravity', 'noise-and-sky']);
});

test('the ceilings: one metric for each address, nuisances and noise only lower them, and figures', async () => {
  const outcome = await outcomeOf(ceilings, {
    stars: 24,
    parameters: [3, 4, 5],
    resamples: 20,
    stepStars: 3,
    stepFactors: [0.5],
    optimal: { snrs: [5], stars: 8, priorDraws: 64, localDraws: 16, inflation: 1.5 },
    tailDegreesOfFreedom: 5,
  });
  assert.equal(outcome.status, 'ok');
  for (const name of ['r2max', 'r2max_p10', 'sigma_min', 'schur_decay', 'van_trees_r2']) {
    assert.equal(found(outcome, name, { parameters: 3, snr: 7 }).length, 1, name);
    assert.equal(found(outcome, name, { parameters: 4, magnitude: 23 }).length, 1, name);
  }
  for (const snr of [3, 7, 20]) {
    const [three, four, five] = [3, 4, 5].map((parameters) => found(outcome, 'r2max', { parameters, snr })[0]);
    assert.ok(three >= four && four >= five);
  }
  // Noise level 1 is magnitude 21.5.
  assert.deepEqual(
    found(outcome, 'r2max', { parameters: 3, noise_level: 1 }),
    found(outcome, 'r2max', { parameters: 3, magnitude: 21.5 }),
  );
  assert.ok(found(outcome, 'crlb_step_change_max', { step_factor: 0.5 })[0] < 0.001);
  const names = await drawn(ceilingFigures(outcome));
  assert.deepEqual(names, ['r2max-vs-snr', 'sigma-min-vs-snr', 'schur-decay', 'crlb-distribution']);
});

test('a run gives the same outcome twice', async () => {
  const run = () => outcomeOf(dataset, datasetParams);
  assert.deepEqual(await run(), await run());
});

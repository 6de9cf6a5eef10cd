import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import type { Upstream } from '../../../runners/src/engine/experiment.ts';
import { renderFigure } from '../../../runners/src/figures/render.ts';
import { outcomeSchema, type Outcome, type Scope } from '../../../runners/src/schema/index.ts';
import { figuresOf, runOnce, runSmoke, smokeConfig, upstreamWith } from './context.ts';

/** Smoke outcomes of the suite, each made with those before it as upstream. */
const upstream: Record<string, Upstream> = {};
const ids = [
  'spectra-dataset',
  'spectra-ceilings',
  'spectra-ridge',
  'spectra-label-shuffle',
  'spectra-mlp',
  'spectra-template',
  'spectra-gbdt',
  'spectra-cnn',
  'spectra-vit',
  'spectra-core',
];
/** Those of networks that are trained once for all SNRs. */
const allSnrs = ['spectra-cnn', 'spectra-vit'];
const figureless = ['spectra-template', 'spectra-gbdt', ...allSnrs];
const outcomeOf = (id: string): Outcome => upstream[id].outcome;

function valueOf(id: string, name: string, scope: Scope): number {
  const found = outcomeOf(id).metrics.filter(
    (metric) => metric.name === name && Object.entries(scope).every(([key, value]) => metric.scope[key] === value),
  );
  assert.equal(found.length, 1, `${id}/${name} ${JSON.stringify(scope)} matches ${found.length} metrics`);
  return found[0].value;
}

before(async () => {
  for (const id of ids) upstream[id] = upstreamWith(smokeConfig(id).params, await runSmoke(id, upstream));
});

describe('experiments of the spectra suite, smoke profile', () => {
  test('outcomes fit the contract and are ok', () => {
    for (const id of ids) {
      assert.deepEqual(outcomeSchema.parse(outcomeOf(id)), outcomeOf(id));
      assert.equal(outcomeOf(id).status, 'ok', id);
    }
  });

  test('every model score has R2, MAE and RMSE', () => {
    for (const id of ['spectra-ridge', 'spectra-mlp', 'spectra-label-shuffle', ...figureless]) {
      const count = (name: string) => outcomeOf(id).metrics.filter((metric) => metric.name === name).length;
      assert.ok(count('r2') > 0, id);
      assert.equal(count('mae'), count('r2'), id);
      assert.equal(count('rmse'), count('r2'), id);
    }
  });

  test('models learn something, and nothing from shuffled labels', () => {
    assert.ok(valueOf('spectra-ridge', 'r2', { model: 'ridge', noise_level: 0 }) > 0.8);
    assert.ok(valueOf('spectra-mlp', 'r2', { model: 'mlp', snr: 10 }) > 0.5);
    assert.ok(valueOf('spectra-gbdt', 'r2', { model: 'gbdt', snr: 10 }) > 0.5);
    assert.ok(Math.abs(valueOf('spectra-ridge', 'r2', { model: 'mean', snr: 5 })) < 0.1);
    assert.ok(valueOf('spectra-label-shuffle', 'r2', { model: 'ridge', snr: 5 }) < 0.2);
  });

  test('the same seed gives the same run, another seed another', async () => {
    for (const [id, point] of [
      ['spectra-ridge', { noise: 'snr=5' }],
      ['spectra-mlp', { snr: 5 }],
      ['spectra-template', { snr: 5 }],
      ['spectra-gbdt', { snr: 5 }],
      ['spectra-cnn', {}],
      ['spectra-vit', {}],
    ] as const) {
      const run = async (seed: number) => JSON.stringify(await runOnce(id, upstream, { seed, point }));
      const first = await run(1);
      assert.equal(await run(1), first, id);
      assert.notEqual(await run(2), first, id);
    }
  });

  test('a network for all SNRs is scored at each and says what it is and how it was trained', () => {
    for (const id of allSnrs) {
      const model = id.replace('spectra-', '');
      for (const snr of [5, 10]) assert.ok(Number.isFinite(valueOf(id, 'r2', { model, snr })));
      for (const name of ['parameters', 'flops', 'best_epoch']) assert.ok(valueOf(id, name, { model }) > 0, name);
      const { curves, scale } = outcomeOf(id);
      assert.deepEqual(
        curves.map(({ name, x }) => [name, x.values]),
        ['training-loss', 'validation-r2'].map((name) => [name, [1, 2, 3, 4]]),
      );
      assert.equal(scale.train, 128);
    }
  });

  test('the other fitted models are scored at each SNR', () => {
    for (const snr of [5, 10]) {
      assert.ok(valueOf('spectra-gbdt', 'trees', { model: 'gbdt', snr }) >= 1);
      const [nearest, mean] = ['template', 'template-mean'].map((model) =>
        valueOf('spectra-template', 'rmse', { model, snr }),
      );
      assert.ok(mean < nearest, `${mean} ${nearest}`);
    }
  });

  test('no run leaves a tensor behind', async () => {
    for (const id of ['spectra-ceilings', 'spectra-mlp', ...figureless]) {
      const before = tf.memory().numTensors;
      await runOnce(id, upstream);
      assert.equal(tf.memory().numTensors, before, id);
    }
  });

  test('the Bayes-optimal R2 rises with SNR and agrees with that of its own estimates', () => {
    const value = (name: string, snr: number) => valueOf('spectra-ceilings', name, { parameters: 4, snr });
    const [low, high] = [2, 5].map((snr) => value('r2_opt', snr));
    assert.ok(low < high && high > 0.4 && high < 1, `${low} ${high}`);
    assert.ok(Math.abs(high - value('r2_posterior_mean', 5)) < 0.2);
    for (const snr of [2, 5]) assert.ok(value('r2_opt_mc_error', snr) < 0.2 && value('effective_draws', snr) > 1);
  });

  test('noise levels are measured with one seed', async () => {
    const { metrics } = await runOnce('spectra-ridge', upstream, { seed: 2, point: { noise: 'noise_level=1' } });
    assert.deepEqual(metrics, []);
  });

  test('the core carries upstream numbers over and adds ratios and differences', () => {
    const mlp = valueOf('spectra-mlp', 'r2', { model: 'mlp', snr: 10 });
    const ridge = valueOf('spectra-ridge', 'r2', { model: 'ridge', snr: 10 });
    const ceiling = valueOf('spectra-ceilings', 'r2max', { parameters: 4, snr: 10 });
    const near = (name: string, scope: Scope, value: number) =>
      assert.ok(Math.abs(valueOf('spectra-core', name, scope) - value) < 1e-5, name);
    near('r2', { model: 'mlp', snr: 10 }, mlp);
    near('r2', { model: 'ridge', snr: 10 }, ridge);
    near('r2max', { ceiling: 'crlb', snr: 10 }, ceiling);
    near('efficiency', { model: 'mlp', snr: 10 }, mlp / ceiling);
    near('r2_difference', { left: 'mlp', right: 'ridge', snr: 10 }, mlp - ridge);
    const optimum = valueOf('spectra-ceilings', 'r2_opt', { parameters: 4, snr: 5 });
    const gbdt = valueOf('spectra-gbdt', 'r2', { model: 'gbdt', snr: 5 });
    near('r2_over_optimal', { model: 'gbdt', snr: 5 }, gbdt / optimum);
    near('optimal_error_share', { model: 'gbdt', snr: 5 }, (1 - optimum) / (1 - gbdt));
    const difference = outcomeOf('spectra-core').metrics.find(({ name }) => name === 'r2_difference')!;
    const model = outcomeOf('spectra-core').metrics.find(({ name }) => name === 'r2')!;
    assert.ok(difference.ci !== null && model.ci !== null);
  });

  test('figures draw without a warning and are described by numbers', async () => {
    for (const id of ids.filter((each) => !figureless.includes(each))) {
      const figures = await figuresOf(outcomeOf(id));
      assert.ok(figures.length > 0, id);
      for (const figure of figures) {
        const { svg } = await renderFigure(id, figure);
        assert.match(svg, /<\/svg>/);
        assert.doesNotMatch(`${svg} ${figure.description} ${figure.caption}`, /undefined|NaN/, `${id}/${figure.name}`);
        assert.match(figure.description, /\d/);
      }
    }
  });
});

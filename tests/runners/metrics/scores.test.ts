import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { scoreClasses, scoreNumbers } from '../../../runners/src/public/scores.ts';
import { aggregate } from '../../../runners/src/engine/aggregate.ts';
import { checkResult } from '../../../runners/src/engine/root-modules/check-result.ts';
import { outcomeSchema } from '../../../runners/src/schema/index.ts';
import type { RunMetric } from '../../../runners/src/engine/experiment.ts';

/** The metrics of an outcome of one run, by name: what an address would find. */
function published(metrics: RunMetric[]) {
  const result = checkResult({ metrics }, 'run.ts');
  const outcome = outcomeSchema.parse(aggregate('a', 'smoke', [{ seed: 1, result }]));
  return Object.fromEntries(outcome.metrics.map((metric) => [metric.name, metric]));
}

suite('scores for a run', () => {
  test('of numbers are what an outcome takes, with intervals', () => {
    const truth = Array.from({ length: 50 }, (_, i) => i);
    const prediction = truth.map((value, i) => value + (i % 2 ? 1 : -1));
    const { r2, mae, rmse } = published(
      scoreNumbers({ truth, prediction, unit: 'mm', of: 'growth', scope: { model: 'a' } }),
    );
    assert.deepEqual([mae.value, mae.unit, mae.label], [1, 'mm', 'Mean absolute error of growth']);
    assert.deepEqual([rmse.value, rmse.direction, rmse.split, rmse.n], [1, 'lower', 'test', 50]);
    assert.ok(r2.ci!.low < r2.value && r2.value < r2.ci!.high);
    assert.deepEqual(r2.scope, { model: 'a' });
  });

  test('of classes are what an outcome takes, with the ROC where there is a score', () => {
    const truth = [0, 0, 0, 1, 1, 1, 1, 0];
    const score = [0.1, 0.2, 0.6, 0.9, 0.8, 0.4, 0.7, 0.3];
    const prediction = score.map((value) => Number(value > 0.5));
    const { accuracy, f1_macro, auroc } = published(
      scoreClasses({ truth, prediction, classes: 2, score, split: 'validation' }),
    );
    assert.deepEqual([accuracy.value, f1_macro.value, auroc.value], [0.75, 0.75, 0.9375]);
    assert.equal(accuracy.split, 'validation');
    assert.deepEqual(Object.keys(published(scoreClasses({ truth, prediction, classes: 2 }))), ['accuracy', 'f1_macro']);
    assert.throws(() => scoreClasses({ truth, prediction, classes: 3, score }), /needs 2 classes, not 3/);
  });

  test('of one seed of the bootstrap are paired, and have no interval without replicates', () => {
    const truth = [1, 2, 3, 4];
    const of = (prediction: number[]) => scoreNumbers({ truth, prediction, keepResamples: true })[1].resamples!;
    assert.deepEqual([...of([2, 3, 4, 5])], Array(1000).fill(1));
    const [{ resamples }] = scoreNumbers({ truth, prediction: truth, resamples: 0 });
    assert.equal(resamples, undefined);
  });
});

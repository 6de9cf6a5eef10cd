import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { experimentConfigSchema, resolveConfig, type ExperimentConfig } from '@paper-factory/runners/schema';
import {
  plan,
  sweepPoints,
  taskOf,
  topologicalOrder,
  withDownstream,
  withUpstream,
} from '../../../runners/src/engine/plan.ts';

function config(id: string, over: Record<string, unknown> = {}): ExperimentConfig {
  const base = { schemaVersion: 1, id, suite: 'tiny', runner: 'tiny/line-fit', title: id, seeds: [1] };
  return experimentConfigSchema.parse({ ...base, profiles: { smoke: {}, default: {} }, ...over });
}

const configs = (...list: ExperimentConfig[]) => new Map(list.map((entry) => [entry.id, entry]));

suite('plan', () => {
  test('puts upstream first and takes it along', () => {
    const all = configs(config('a', { upstream: ['b'] }), config('b', { upstream: ['c'] }), config('c'), config('d'));
    assert.deepEqual(
      plan(all, ['default'], withUpstream(all, ['a'])).map(({ name }) => name),
      ['c/default', 'b/default', 'a/default'],
    );
  });

  test('fans out seeds and sweep points', () => {
    const all = configs(config('a', { seeds: [1, 2], sweep: { snr: [3, 5], model: ['x'] } }));
    const task = taskOf(all.get('a')!, 'default')!;
    assert.deepEqual(
      task.runs.map(({ seed, point }) => [seed, point.snr, point.model]),
      [
        [1, 3, 'x'],
        [1, 5, 'x'],
        [2, 3, 'x'],
        [2, 5, 'x'],
      ],
    );
    assert.deepEqual(sweepPoints({}), [{}]);
  });

  test('names a cycle and a missing upstream', () => {
    const circle = configs(config('a', { upstream: ['b'] }), config('b', { upstream: ['a'] }));
    assert.throws(() => topologicalOrder(circle), /in a circle: a -> b -> a/);
    assert.throws(
      () => topologicalOrder(configs(config('a', { upstream: ['x'] }))),
      /experiments\/a\/config\.yaml: its upstream "x" does not exist/,
    );
  });

  test('leaves out profiles that a config does not have', () => {
    assert.deepEqual(plan(configs(config('a')), ['full'], new Set(['a'])), []);
    assert.equal(taskOf(config('a'), 'full'), null);
  });

  test('a profile merges params deeply and replaces lists', () => {
    const entry = config('a', {
      params: { data: { train: 10, test: 5 }, alphas: [1, 2, 3] },
      profiles: { smoke: { params: { data: { train: 2 }, alphas: [1] } }, default: {} },
    });
    assert.deepEqual(resolveConfig(entry, 'smoke')!.params, { data: { train: 2, test: 5 }, alphas: [1] });
    assert.equal(resolveConfig(entry, 'full'), null);
  });

  test('a chain of thousands is ordered, and followed in both directions', () => {
    const chain = Array.from({ length: 20_000 }, (_, i) => ({ id: `e${i}`, upstream: i === 0 ? [] : [`e${i - 1}`] }));
    const graph = new Map(
      chain.map(({ id, upstream }) => [id, { upstream }]).toReversed() as [string, { upstream: string[] }][],
    );
    assert.deepEqual(
      topologicalOrder(graph),
      chain.map(({ id }) => id),
    );
    assert.equal(withUpstream(graph, ['e99']).size, 100);
    assert.equal(withDownstream(graph, ['e19990']).size, 10);
  });
});

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite, test } from 'node:test';
import { z } from 'zod';
import { commandMetricsSchema } from '../../../runners/src/schema/command-metrics.ts';
import { readTracked } from '../../../runners/src/trackers/index.ts';
import type { TrackedRun } from '../../../runners/src/trackers/tracker.ts';
import { fixtures, scratchFolder } from './test-tracker.ts';

/** Metrics with their steps, courses with their lengths: what a table of cases can state in a line. */
const inShort = (run: TrackedRun) => ({
  metrics: Object.fromEntries(run.metrics.map(({ name, value, step }) => [name, [value, step]])),
  curves: Object.fromEntries(run.curves.map(({ name, xName, steps }) => [name, [xName, steps.length]])),
  notes: run.notes,
});

const csvCases: Record<string, { text: string; file?: string; expected: Partial<ReturnType<typeof inShort>> }> = {
  'of Lightning: training and validation in rows of their own': {
    text: 'epoch,step,train_loss,val_loss\n0,9,0.5,\n0,9,,0.75\n1,19,0.25,\n1,19,,0.5\n',
    expected: {
      metrics: { train_loss: [0.25, 19], val_loss: [0.5, 19] },
      curves: { train_loss: ['step', 2], val_loss: ['step', 2] },
    },
  },
  'of Keras: epochs': {
    text: 'epoch,accuracy,loss\r\n0,0.5,1\r\n1,0.75,0.5\r\n',
    expected: { metrics: { accuracy: [0.75, 1], loss: [0.5, 1] }, notes: [] },
  },
  'of pandas: an index without a name, semicolons, a byte order mark': {
    text: '\uFEFF;R²;mae\n0;0.25;1e-3\n1;0.5;2e-3\n',
    expected: { metrics: { r: [0.5, 1], mae: [0.002, 1] }, curves: { r: ['row', 2], mae: ['row', 2] } },
  },
  'with tabs': { file: 'a.tsv', text: 'step\tloss\n5\t0.5\n', expected: { metrics: { loss: [0.5, 5] }, curves: {} } },
  'with text and an empty column': {
    text: 'step,phase,loss,lr\n0,train,1,\n1,test,2,\n',
    expected: {
      metrics: { loss: [2, 1] },
      notes: ['column "phase" holds text: left out', 'column "lr" is empty: left out'],
    },
  },
  'that is cut within its last row': {
    text: 'step,loss,mae\n0,1,1\n1,2',
    expected: { metrics: { loss: [1, 0], mae: [1, 0] }, notes: ['line 3 is cut (was the program stopped?): left out'] },
  },
  'whose last line does not end': {
    text: 'step,loss\n0,1\n1,2',
    expected: { metrics: { loss: [2, 1] }, notes: ['the last line does not end: it may be cut'] },
  },
};

suite('what a reader makes of a run', () => {
  const scratch = scratchFolder();
  const write = (file: string, text: string): string => {
    const path = join(scratch, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  };

  for (const [what, { text, file, expected }] of Object.entries(csvCases)) {
    test(`CSV ${what}`, () => {
      const read = inShort(readTracked(write(file ?? 'a.csv', text)));
      assert.deepEqual({ ...read, ...expected }, read);
    });
  }

  test('W&B: the best value beside the last, nested data, and records longer than a block', () => {
    const run = readTracked(join(fixtures, 'wandb', 'mixed'));
    const { metrics, curves, notes } = inShort(run);
    assert.deepEqual(
      [metrics.val_best, metrics.val_best_min, metrics.nested_a, metrics.final_score, metrics.val_loss],
      [
        [0.375, 13],
        [0.25, null],
        [1.5, 13],
        [0.875, null],
        [0.271484375, 11],
      ],
    );
    assert.deepEqual(curves.val_best, ['step', 3]);
    assert.deepEqual(notes, ['no scalars: left out: text, weights']);
    assert.deepEqual([run.params.layers, run.params['optimizer.name']], ['[64,32]', 'adam']);
  });

  test('W&B: summary and config beside the log, where a killed run has none in it', () => {
    const folder = join(scratch, 'killed');
    cpSync(join(fixtures, 'wandb', 'run'), folder, { recursive: true });
    const log = readTracked(folder);
    const inner = join(folder, readdirSync(folder)[0]);
    mkdirSync(join(inner, 'files'));
    writeFileSync(join(inner, 'files', 'wandb-summary.json'), '{"test/acc": 0.5, "_step": 3, "table": {"_type": "t"}}');
    writeFileSync(join(inner, 'files', 'config.yaml'), 'wandb_version: 1\nseed:\n  value: 7\n');
    const run = readTracked(folder);
    assert.deepEqual(
      run.metrics.filter(({ name }) => !log.metrics.some((one) => one.name === name)),
      [{ name: 'test_acc', label: 'test/acc', value: 0.5, step: null, details: {} }],
    );
    assert.equal(run.params.seed, 7);
  });

  test('TensorBoard: a run that was resumed, with data that is no scalar', () => {
    const run = readTracked(join(fixtures, 'tensorboard', 'mixed'));
    assert.deepEqual(inShort(run), {
      metrics: { loss: [1 - 7 / 16 + 60 / 1024, 7] },
      curves: { loss: ['step', 8] },
      notes: [
        'no scalars: left out: weights, note/text_summary',
        '2 points were logged again at the same or an earlier step: the later ones are read',
      ],
    });
    assert.deepEqual(run.curves[0].steps, [0, 1, 2, 3, 4, 5, 6, 7]);
    assert.deepEqual(run.curves[0].values.slice(3, 5), [1 - 3 / 16, 1 - 4 / 16 + 60 / 1024]);
  });

  test('the digest is that of what was read, wherever it lies and however it is named', () => {
    const folder = join(scratch, 'elsewhere', 'mlruns');
    cpSync(join(fixtures, 'mlflow', 'run'), folder, { recursive: true });
    const experiment = join(folder, '1');
    const run = join(
      experiment,
      readdirSync(experiment).find((name) => name !== 'meta.yaml')!,
    );
    const { digest } = readTracked(join(fixtures, 'mlflow', 'run'));
    assert.deepEqual(
      [folder, experiment, run].map((path) => readTracked(path).digest),
      [digest, digest, digest],
    );
    writeFileSync(join(run, 'params', 'epochs'), '13');
    assert.notEqual(readTracked(run).digest, digest);
  });

  test('MLflow: a step logged again, a run that was killed, and one folder above the run', () => {
    write('store/0/abc/meta.yaml', 'run_id: abc\nrun_name: null\nstatus: 5\nlifecycle_stage: deleted\n');
    write('store/0/abc/metrics/val/loss', '30 0.5 1\n10 2 0\n20 1 1\n');
    write('store/0/abc/params/note', 'two words');
    const run = readTracked(join(scratch, 'store'));
    assert.deepEqual([run.name, run.date, run.params], ['abc', null, { note: 'two words' }]);
    assert.deepEqual(inShort(run), {
      metrics: { val_loss: [0.5, 1] },
      curves: { val_loss: ['step', 2] },
      notes: ['MLflow says that the run is killed, not finished', 'MLflow says that the run is deleted'],
    });
  });

  test('DVCLive: courses only where the run was killed, and metrics.json named', () => {
    const folder = join(scratch, 'live');
    cpSync(join(fixtures, 'dvclive', 'run'), folder, { recursive: true });
    assert.deepEqual(readTracked(join(folder, 'metrics.json')), readTracked(folder));
    const whole = readTracked(folder).metrics;
    rmSync(join(folder, 'metrics.json'));
    const byName = (metrics: TrackedRun['metrics']) => metrics.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    assert.deepEqual(byName(readTracked(folder).metrics), byName(whole));
  });

  test('our own JSON: everything that it can say', () => {
    const path = write(
      'metrics.json',
      JSON.stringify({
        metrics: [
          {
            name: 'R2',
            value: 0.5,
            label: '$R^2$',
            unit: '',
            direction: 'higher',
            split: 'test',
            scope: { snr: 5 },
            n: 9,
          },
          { name: 'R2', value: 0.75, scope: { snr: 7 }, digits: 2 },
        ],
        curves: [{ name: 'loss', x: [1, 2], y: [3, 4], xName: 'epoch', yName: 'MSE' }],
        scale: { train: 16 },
        gates: [
          { name: 'converged', value: 1, relation: '>=', threshold: 1 },
          { name: 'quick', value: 3, relation: '<', threshold: 2 },
        ],
      }),
    );
    const run = readTracked(path);
    assert.deepEqual(run.metrics[0], {
      ...{ name: 'r2', label: '$R^2$', value: 0.5, step: null },
      details: { unit: '', direction: 'higher', split: 'test', scope: { snr: 5 }, n: 9 },
    });
    assert.deepEqual([run.curves[0].xName, run.curves[0].label, run.scale], ['epoch', 'MSE', { train: 16 }]);
    assert.deepEqual(
      run.gates.map(({ passed }) => passed),
      [true, false],
    );
  });

  test('a name without a Latin letter is set apart', () => {
    const run = readTracked(write('c.csv', 'step,损失,loss\n0,1,2\n'));
    assert.deepEqual(run.unusable, [
      { name: '损失', value: '1, under a name without a Latin letter or digit', where: 'line 2' },
    ]);
  });

  test('the fixtures name no machine', () => {
    const files = readdirSync(fixtures, { recursive: true, withFileTypes: true });
    for (const { name, parentPath } of files.filter((entry) => entry.isFile() && entry.name !== 'make.py')) {
      const text = readFileSync(join(parentPath, name), 'latin1');
      assert.doesNotMatch(text, /\/tmp\/|\/home\/|\/root\/|\/Users\//, join(parentPath, name));
    }
  });
});

test('the example of the documentation is what it says', () => {
  const docs = readFileSync(new URL('../../../docs/site/content/guides/import-runs.md', import.meta.url), 'utf8');
  const [, example] = /```json\n([^]*?)```/.exec(docs)!;
  const parsed = commandMetricsSchema.parse(JSON.parse(example));
  const described = z.toJSONSchema(commandMetricsSchema, { io: 'input' });
  assert.deepEqual(Object.keys(parsed).sort(), Object.keys(described.properties!).sort());
});

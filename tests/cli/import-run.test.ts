import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { UserError } from '@paper-factory/runners/schema';
import { runCommand } from '../../src/cli/run-command.ts';
import { loadRoot } from '../../src/content/load-root.ts';
import { checkRoot } from '../../src/evidence/check.ts';
import { writeNew } from '../../src/importers/write-new.ts';
import { repository, scratchRoot } from './scratch-root.ts';

const fixtures = join(repository, 'tests', 'fixtures', 'trackers');

/** One path of each format, and the metrics it holds. */
const runs: Record<string, string> = {
  'metrics-json': 'metrics-json/run/metrics.json',
  dvclive: 'dvclive/run',
  mlflow: 'mlflow/run',
  wandb: 'wandb/run',
  tensorboard: 'tensorboard/run',
  csv: 'csv/run/metrics.csv',
};

/** Runs `import-run` in this process. */
async function importRun(root: string, ...args: string[]) {
  const result = { code: 0, out: '', err: '' };
  result.code = await runCommand(['import-run', ...args, '--root', root], {
    out: (text) => (result.out += text),
    err: (text) => (result.err += text),
    ...{
      live: false,
      width: 80,
      height: 24,
      color: false,
      env: {},
      cwd: fixtures,
      signal: new AbortController().signal,
    },
  });
  return result;
}

/** Findings about files of imports, as lines. */
function faults(root: string, id = ''): string[] {
  const { findings } = checkRoot(loadRoot(root), {});
  return findings
    .filter(({ file }) => file.includes(id || 'run-'))
    .map(({ rule, file, message }) => `${rule} ${file} ${message}`);
}

function scratchFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'paper-factory-import-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

suite('import-run', () => {
  test('turns a run of every format into a result and a log without a fault', async (context) => {
    const scratch = scratchRoot(context);
    for (const [format, path] of Object.entries(runs)) {
      const { code, out, err } = await importRun(scratch.root, path, '--id', `run-${format}`, '--track', 'T');
      assert.equal(code, 0, err);
      assert.match(out, new RegExp(`^Imported 3 metrics and 3 curves of .* from ${format} as run-${format}:`));
    }
    assert.deepEqual(faults(scratch.root), []);
    const { results, experiments, configs } = loadRoot(scratch.root);
    for (const format of Object.keys(runs)) {
      const id = `run-${format}`;
      const { outcome, provenance } = results.get(`${id}/default`)!;
      assert.deepEqual(
        outcome.metrics.map(({ name, value }) => [name, value]),
        [
          ['train_loss', 0.1279297],
          ['val_loss', 0.2714844],
          ['val_r2', 0.7304688],
        ],
      );
      assert.equal(provenance.kind, 'imported');
      assert.equal(configs.get(id)!.config.source!.tracker, format);
      const { data, body } = experiments.get(id)!;
      assert.deepEqual([...new Set(data.metrics.map(({ kind }) => kind))], ['imported']);
      assert.match(body, /Nothing here was re-executed/);
      assert.match(body, new RegExp(`\\[\\]\\(metric:${id}/val_loss\\)`));
      assert.match(body, /## Question[^]*## Setup[^]*## Results/);
    }
    for (const [file, text] of Object.entries(scratch.snapshot('.'))) {
      if (file.includes('run-')) assert.ok(!text.includes(fixtures) && !text.includes(scratch.root), file);
    }
  });

  test('is fresh for the engine, and no claim rests on it', async (context) => {
    const scratch = scratchRoot(context);
    const imported = await scratch.run('import-run', join(fixtures, runs.wandb), '--id', 'run-w');
    assert.equal(imported.code, 0, imported.err);
    scratch.edit(
      'content/claims/t.yaml',
      'claims:\n',
      'claims:\n  - { id: T-imported, kind: bound, statement: It fits., metric: run-w/val_r2, relation: ">", bound: 0.1 }\n',
    );
    const check = await scratch.run('check', '--json');
    assert.equal(check.code, 0, check.out);
    const { claims, findings } = JSON.parse(check.out) as {
      claims: { id: string; verdict: string }[];
      findings: { file: string; message: string; hint: string }[];
    };
    assert.equal(claims.find(({ id }) => id === 'T-imported')!.verdict, 'unexecuted');
    const said = findings.filter(({ message }) => message.includes('run-w'));
    assert.deepEqual(
      said.map(({ message, hint }) => [message, hint]),
      [
        [
          'T-imported is unexecuted: run-w is imported from wandb, not re-executed.',
          'Execute it here, e.g. with runner: command, or write "expect: unexecuted".',
        ],
      ],
    );
  });

  test('a log may not call an imported number executed', async (context) => {
    const scratch = scratchRoot(context);
    await importRun(scratch.root, runs.csv, '--id', 'run-c');
    scratch.edit('content/experiments/run-c.md', 'kind: "imported"', 'kind: executed');
    assert.deepEqual(faults(scratch.root), [
      'number-matches-execution content/experiments/run-c.md metrics[0] says executed, but run-c/train_loss is imported from csv',
    ]);
  });

  test('overwrites nothing and leaves nothing half made', async (context) => {
    const scratch = scratchRoot(context);
    await importRun(scratch.root, runs.mlflow);
    scratch.write('content/experiments/broken.mdx', 'no front matter');
    mkdirSync(scratch.path('experiments/empty'));
    const before = scratch.snapshot('.');
    const taken: [id: string, file: string][] = [
      ['small-mlp', 'experiments/small-mlp/config.yaml'],
      ['line-fit', 'experiments/line-fit/config.yaml'],
      ['secret-line', 'content/experiments/secret-line.md'],
      ['broken', 'content/experiments/broken.mdx'],
      ['empty', 'experiments/empty'],
    ];
    for (const [id, file] of taken) {
      const { code, err } = await importRun(scratch.root, runs.mlflow, '--id', id);
      assert.equal(code, 1);
      assert.ok(err.includes(`there is an experiment "${id}" already: ${file}\n`), err);
      assert.match(err, /another id with --id/);
    }
    assert.deepEqual(scratch.snapshot('.'), before);
  });

  test('keeps a path inside the root, and only the name of one outside', async (context) => {
    const scratch = scratchRoot(context);
    cpSync(join(fixtures, 'csv/run'), scratch.path('logs/first'), { recursive: true });
    await importRun(scratch.root, scratch.path('logs/first/metrics.csv'), '--id', 'run-inside');
    await importRun(scratch.root, runs.csv, '--id', 'run-outside');
    const { configs } = loadRoot(scratch.root);
    const [inside, outside] = ['run-inside', 'run-outside'].map((id) => configs.get(id)!.config.source!);
    assert.deepEqual([inside.path, outside.path], ['logs/first/metrics.csv', 'metrics.csv']);
    assert.equal(inside.digest, outside.digest);
  });

  test('text of a run is data in the log and in the config', async (context) => {
    const scratch = scratchRoot(context);
    const folder = scratchFolder(context);
    const nasty = '```\n---\n# R2 of 0.99 <script>alert(1)</script> | [x](metric:line-fit/r2)';
    const run = join(folder, 'run');
    mkdirSync(join(run, 'params'), { recursive: true });
    mkdirSync(join(run, 'metrics'));
    writeFileSync(join(run, 'meta.yaml'), `run_id: abc\nrun_name: ${JSON.stringify(nasty)}\n`);
    writeFileSync(join(run, 'params', 'note'), nasty);
    writeFileSync(join(run, 'params', 'version'), '007');
    writeFileSync(join(run, 'metrics', 'R2 `x` | y'), '1 0.5 0\n');
    const { code, err } = await importRun(scratch.root, run, '--id', 'run-nasty');
    assert.equal(code, 0, err);
    assert.deepEqual(faults(scratch.root), []);
    const loaded = loadRoot(scratch.root);
    assert.deepEqual(loaded.configs.get('run-nasty')!.config.params, { note: nasty, version: 7 });
    assert.deepEqual(loaded.experiments.get('run-nasty')!.data.metrics[0].metric, 'run-nasty/r2_x_y');
  });

  test('leaves out what is not finite, and says so', async (context) => {
    const scratch = scratchRoot(context);
    const { out } = await importRun(scratch.root, 'wandb/diverged', '--id', 'run-nan', '--json');
    const { metrics, unusable } = JSON.parse(out) as { metrics: string[]; unusable: { name: string }[] };
    assert.deepEqual([metrics, unusable.map(({ name }) => name)], [['train_loss', 'val_r2'], ['val/loss']]);
    assert.match(scratch.read('content/experiments/run-nan.md'), /`val\/loss` is `NaN`/);
    const folder = scratchFolder(context);
    writeFileSync(join(folder, 'nan.csv'), 'step,loss\n0,nan\n');
    const nothing = await importRun(scratch.root, join(folder, 'nan.csv'));
    assert.equal(nothing.code, 1);
    assert.match(nothing.err, /nan\.csv has no finite metric: loss is NaN \(line 2\)/);
  });

  const usage: [what: string, args: string[], code: number, error: RegExp][] = [
    ['no path', [], 2, /0 paths are given; expected one/],
    ['an unknown format', ['csv/run/metrics.csv', '--format', 'comet'], 2, /no format "comet"[^]*Known: metrics-json/],
    ['an unknown track', ['csv/run/metrics.csv', '--track', 'Q'], 1, /no track "Q"[^]*Known: T/],
    ['an id that is none', ['csv/run/metrics.csv', '--id', 'My Run'], 1, /"My Run" is no id[^]*lower-case/],
    ['a suite that is none', ['csv/run/metrics.csv', '--suite', 'A b'], 1, /no valid config: suite must be kebab-case/],
    ['nothing', ['csv/nothing.csv'], 1, /there is nothing at .*nothing\.csv/],
  ];
  for (const [what, args, code, error] of usage) {
    test(`refuses ${what}`, async (context) => {
      const scratch = scratchRoot(context);
      const before = scratch.snapshot('.');
      const result = await importRun(scratch.root, ...args);
      assert.deepEqual([result.code, result.out], [code, '']);
      assert.match(result.err, error);
      assert.deepEqual(scratch.snapshot('.'), before);
    });
  }
});

suite('writing new files', () => {
  const list = (folder: string) => readdirSync(folder, { recursive: true }).map(String).sort();

  test('takes back what was written where a file cannot be', (context) => {
    const folder = scratchFolder(context);
    writeFileSync(join(folder, 'b'), 'a file where a folder is wanted');
    mkdirSync(join(folder, 'there'));
    const files = new Map([
      ['there/a/x.txt', '1'],
      ['b/c/y.txt', '2'],
    ]);
    assert.throws(
      () => writeNew(folder, files),
      (error: UserError) =>
        /could not write b\/c\/y\.txt \((ENOTDIR|EEXIST)\)/.test(error.message) && error.hint !== '',
    );
    assert.deepEqual(list(folder), ['b', 'there']);
  });

  test('names a file that is there, and keeps it', (context) => {
    const folder = scratchFolder(context);
    mkdirSync(join(folder, 'a'));
    writeFileSync(join(folder, 'a', 'y'), 'mine');
    const files = new Map([
      ['a/x', '1'],
      ['a/y', '2'],
    ]);
    assert.throws(() => writeNew(folder, files), /a\/y is there already/);
    assert.deepEqual(list(folder), ['a', 'a/y']);
  });
});

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { metrics as catalogue } from '../../runners/src/metrics/catalogue/index.ts';
import { runCommand } from '../../src/cli/run-command.ts';
import { runCli } from './scratch-root.ts';

const folder = mkdtempSync(join(tmpdir(), 'paper-factory-metrics-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `metrics` on a file `p.csv` of this text. */
async function metrics(csv: string, ...args: string[]) {
  writeFileSync(join(folder, 'p.csv'), csv);
  return runMetrics('p.csv', ...args);
}

async function runMetrics(...args: string[]) {
  const result = { code: 0, out: '', err: '' };
  result.code = await runCommand(['metrics', ...args], {
    out: (text) => (result.out += text),
    err: (text) => (result.err += text),
    ...{ live: false, width: 80, height: 24, color: false, env: {}, cwd: folder, signal: new AbortController().signal },
  });
  return result;
}

interface Results {
  results: {
    metric: string;
    group: string | null;
    n: number;
    value: number | null;
    low: number | null;
    high: number | null;
    undefinedReplicates: number;
    reason?: string;
  }[];
  tables: { metric: string; group: string | null; n: number; header: string[]; rows: (string | number)[][] }[];
}

async function json(csv: string, ...args: string[]): Promise<Results> {
  const { code, out, err } = await metrics(csv, '--json', ...args);
  assert.equal(code, 0, err);
  return JSON.parse(out) as Results;
}
const names = ({ results }: Results) => results.map(({ metric }) => metric);

const numbers = 'y_true,y_pred\n3,2.5\n-0.5,0\n2,2\n7,8\n';
const grouped = 'y_true,y_pred,group\n3,2.5,north\n-0.5,0,north\n2,2,south\n7,8,south\n4.5,4.4,south\n1,1.25,alone\n';
const scored = 'y_true,y_score\nlens,0.9\nlens,0.8\nblank,0.4\nblank,0.8\nlens,0.35\nblank,0.1\n';
const classes = 'y_true,y_pred,y_score\na,a,0.9\nb,b,0.8\nc,b,0.4\na,a,0.7\nb,c,0.5\nc,c,0.6\n';

const textOfGroups = `metric  group  n    value  95% from       to  remark
------  -----  -  -------  --------  -------  --------------------------
r2      all    6   0.9555   0.84567  0.98096
mae     all    6  0.39167   0.18167  0.68333
r2      north  2  0.91837   0.91837  0.91837  93 resamples have no value
mae     north  2      0.5       0.5      0.5
r2      south  3   0.9192    0.5176   0.9976  26 resamples have no value
mae     south  3  0.36667         0        1
r2      alone  1        -         -        -  y_true does not vary
mae     alone  1     0.25         -        -

Intervals: percentiles of 200 bootstrap resamples, seed 1.
`;

const textOfClasses = `metric    n    value  95% from  to
--------  -  -------  --------  --
accuracy  6  0.66667   0.33333   1

confusion (n = 6)
y_true  as a  as b  as c  precision  recall   f1
------  ----  ----  ----  ---------  ------  ---
a          2     0     0          1       1    1
b          0     1     1        0.5     0.5  0.5
c          0     1     1        0.5     0.5  0.5

Intervals: percentiles of 1000 bootstrap resamples, seed 2.
`;

const jsonOfNumbers = `{
  "file": "p.csv",
  "level": 0.95,
  "seed": 1,
  "resamples": 10,
  "results": [
    {
      "group": null,
      "metric": "r2",
      "n": 4,
      "value": 0.9486081370449679,
      "low": 0.8544164540816327,
      "high": 0.9446977087952697,
      "undefinedReplicates": 0
    }
  ],
  "tables": []
}
`;

suite('metrics', () => {
  test('text: a row a metric and group, with what is undefined and why', async () => {
    const { code, out } = await metrics(grouped, '--metric', 'r2,mae', '--resamples', '200');
    assert.equal(code, 0);
    assert.equal(out, textOfGroups);
  });

  test('text: tables follow the metrics', async () => {
    const { code, out } = await metrics(classes, '--metric', 'accuracy,confusion', '--seed', '2');
    assert.equal(code, 0);
    assert.equal(out, textOfClasses);
  });

  test('--json has full precision and the documented fields', async () => {
    const { code, out } = await metrics(numbers, '--metric', 'r2', '--resamples', '10', '--json');
    assert.equal(code, 0);
    assert.equal(out, jsonOfNumbers);
    const { tables } = await json(scored, '--metric', 'calibration@5', '--positive', 'lens');
    assert.deepEqual(tables, [
      {
        ...{ group: null, metric: 'calibration@5', n: 6 },
        header: ['above', 'to', 'weight', 'predicted', 'observed'],
        rows: [
          [0, 0.2, 1, 0.1, 0],
          [0.2, 0.4, 2, 0.375, 0.5],
          [0.6, 0.8, 2, 0.8, 0.5],
          [0.8, 1, 1, 0.9, 1],
        ],
      },
    ]);
  });

  test('the same command line gives the same bytes, another seed other intervals', async () => {
    const [first, again, other] = [await json(grouped), await json(grouped), await json(grouped, '--seed', '2')];
    assert.deepEqual(first, again);
    assert.deepEqual(names(first), names(other));
    assert.notDeepEqual(first, other);
  });

  const chosen: [string, string, string[], string[]][] = [
    ['numbers', numbers, [], ['r2', 'mae', 'rmse']],
    ['few whole numbers', 'y_true,y_pred\n0,0\n1,2\n2,2\n', [], ['accuracy', 'f1-macro']],
    ['text', 'y_true,y_pred\ncat,dog\ndog,dog\n', [], ['accuracy', 'f1-macro']],
    [
      'errors and intervals',
      'y_true,y_pred,sigma,y_low,y_high\n0.5,0.4,1,0,1\n1,1.5,1,1,2\n',
      [],
      ['r2', 'mae', 'rmse', 'wmae', 'z-mean', 'z-std', 'coverage'],
    ],
    ['intervals only', 'y_true,y_low,y_high\n0.5,0,1\n1,1,2\n', [], ['coverage']],
    [
      'probabilities of two classes',
      scored,
      ['--positive', 'lens'],
      ['auroc', 'auprc', 'precision-at-recall@0.95', 'recall-at-precision@0.95', 'ece@15'],
    ],
    [
      'scores of two classes',
      'y_true,y_score\n1,3.5\n0,-2\n',
      [],
      ['auroc', 'auprc', 'precision-at-recall@0.95', 'recall-at-precision@0.95'],
    ],
    ['confidences of many classes', classes, [], ['accuracy', 'f1-macro', 'ece-confidence@15']],
  ];
  for (const [what, csv, args, expected] of chosen) {
    test(`chooses the metrics of ${what}`, async () => assert.deepEqual(names(await json(csv, ...args)), expected));
  }

  test('weights count as in the library, by group too', async () => {
    const weighted = 'y_true,y_pred,weight,group\n1,2,3,a\n2,2,1,a\n3,5,0,b\n4,5,2,b\n';
    const { results } = await json(weighted, '--metric', 'mae');
    assert.deepEqual(
      results.map(({ group, value }) => [group, value]),
      [
        [null, 5 / 6],
        ['a', 0.75],
        ['b', 1],
      ],
    );
  });

  test('every metric counts a row of weight 2 as two rows, and one of weight 0 as none', async () => {
    const header = 'y_true,y_pred,y_score,y_low,y_high,sigma,weight\n';
    const rows = ['1,1,0.9,0,1,0.5', '0,1,0.7,0.5,1,0.25', '1,0,0.7,0,2,2', '0,0,0.2,-1,0,1', '1,1,0.3,2,3,0.75'];
    const weights = [1, 2, 1, 0, 3];
    const weighted = header + rows.map((row, i) => `${row},${weights[i]}\n`).join('');
    const repeated = header + rows.map((row, i) => `${row},1\n`.repeat(weights[i])).join('');
    const every = Object.keys(catalogue).join(',');
    const [once, twice] = [await json(weighted, '--metric', every), await json(repeated, '--metric', every)];
    assert.deepEqual(names(once).length, Object.keys(catalogue).length);
    once.results.forEach(({ metric, value }, i) => {
      assert.ok(Math.abs(value! - twice.results[i].value!) < 1e-12, `${metric}: ${value}, ${twice.results[i].value}`);
    });
    const values = Object.fromEntries(twice.results.map(({ metric, value }) => [metric, value]));
    // Errors 1 with 1/sigma 4 (twice) and 0.5, none with 2 and 4/3 (three times).
    assert.ok(Math.abs(values.wmae! - 8.5 / 14.5) < 1e-12);
    assert.ok(Math.abs(values.cosine! - 4 / Math.sqrt(5 * 6)) < 1e-12);
  });

  test('a group without both classes, or without weight, is told of and stops nothing', async () => {
    const { results } = await json(
      'y_true,y_score,weight,group\n1,3,1,a\n0,2,1,a\n1,2,1,b\n0,1,0,c\n',
      '--metric',
      'auroc',
    );
    assert.deepEqual(
      results.map(({ group, value, reason }) => [group, value, reason]),
      [
        [null, 0.75, undefined],
        ['a', 1, undefined],
        ['b', null, 'y_true holds one class only'],
        ['c', null, 'all weights are 0'],
      ],
    );
  });

  test('a single row has no interval', async () => {
    const { results } = await json('y_true,y_pred\n1.5,2\n', '--metric', 'mae');
    const { value, low, high } = results[0];
    assert.deepEqual({ value, low, high }, { value: 0.5, low: null, high: null });
  });

  test('classes are compared as numbers where they are numbers, and the positive one is 1 or true', async () => {
    const csv = 'y_true,y_pred\n1,1.0\n0,00\n1,0\n0,0\n';
    assert.deepEqual(
      (await json(csv, '--metric', 'accuracy,f1')).results.map(({ value }) => value),
      [0.75, 2 / 3],
    );
    assert.equal((await json(csv, '--metric', 'f1', '--positive', '0')).results[0].value, 0.8);
    const words = 'y_true,y_score\nTrue,0.9\nFalse,0.1\n';
    assert.equal((await json(words, '--metric', 'auroc')).results[0].value, 1);
  });

  test('reads what spreadsheets write: a byte order mark, CRLF, quotes, blanks, empty lines', async () => {
    const csv = '\uFEFF"y_true", y_pred ,note\r\n1.5,2,"a, b"\r\n\r\n 3 ,"3","two\nlines"\r\n';
    const { results } = await json(csv, '--metric', 'mae');
    assert.equal(results[0].n, 2);
    assert.equal(results[0].value, 0.25);
  });
});

suite('faults', () => {
  const wrongUsage: [string, string[], RegExp][] = [
    [numbers, ['--metric', 'aurco'], /there is no metric "aurco"\n +Did you mean "auroc"\? Known: r2, mae/],
    [numbers, ['--metric', 'r2@2'], /r2 takes no number/],
    [numbers, ['--metric', 'hit@x'], /hit@x has "x" after the @; expected a number of 0 or more, e\.g\. hit@3/],
    [numbers, ['--metric', 'ece@1.5'], /expected a whole number of 1 or more, e\.g\. ece@15/],
    [numbers, ['--metric', 'recall-at-precision@2'], /expected a number from 0 to 1/],
    [numbers, ['--seed', '0'], /--seed is "0"; expected a whole number of 1 or more/],
    [numbers, ['--resamples', '1e12'], /--resamples is "1e12"; expected a whole number from 1 to 1000000/],
    [numbers, ['--resamples', 'many'], /--resamples is "many"/],
    [numbers, ['other.csv'], /2 files are given; expected one/],
    [scored, [], /which class is the positive one: blank, lens\?\n +Say it with --positive CLASS/],
    [scored, ['--positive', 'len'], /--positive is "len", which is no class of y_true\n +Known: blank, lens/],
  ];
  for (const [csv, args, message] of wrongUsage) {
    test(`wrong usage: ${args.join(' ') || 'no --positive'}`, async () => {
      const { code, out, err } = await metrics(csv, ...args);
      assert.match(err, message);
      assert.deepEqual([code, out], [2, '']);
    });
  }

  const badData: [string, string, string[], RegExp][] = [
    ['an empty file', '', [], /p\.csv is empty\n +Its first line must name the columns/],
    ['a header alone', 'y_true,y_pred\n', [], /p\.csv has no rows below its header/],
    ['a column twice', 'y_true,y_true\n1,2\n', [], /p\.csv:1 {2}there are two columns "y_true"/],
    ['a ragged line', 'y_true,y_pred\n1,2\n3\n', [], /p\.csv:3 {2}.*\n +Every line needs as many cells/],
    ['an open quote', 'y_true,y_pred\n1,"2\n', [], /p\.csv:\d {2}.*Quote/],
    ['no known column', 'truth,guess\n1,2\n', [], /there must be y_true, and y_pred.*\n +Found: truth, guess\./],
    ['a missing column', numbers, ['--metric', 'z-std'], /p\.csv: z-std needs sigma\n +Found: y_true, y_pred\./],
    ['no number', 'y_true,y_pred\n1.5,2\n\n2.5,2.x\n3,3\n', [], /p\.csv:4 {2}y_pred is "2\.x", expected a number\n/],
    ['an empty cell', 'y_true,y_pred\n1.5,\n', ['--metric', 'r2'], /p\.csv:2 {2}y_pred is "", expected a number/],
    [
      'an empty class',
      'y_true,y_pred\na,b\n,b\n',
      ['--metric', 'accuracy'],
      /p\.csv:3 {2}y_true is empty, expected a class/,
    ],
    ['infinity', 'y_true,y_pred\n1.5,Infinity\n', ['--metric', 'r2'], /y_pred is "Infinity", expected a number/],
    ['a negative weight', 'y_true,y_pred,weight\n1.5,1,-1\n', [], /:2 {2}weight is "-1", expected a number 0 or above/],
    [
      'a sigma of 0',
      'y_true,y_pred,sigma\n1.5,1,0\n',
      ['--metric', 'z-std'],
      /sigma is "0", expected a number above 0/,
    ],
    [
      'no probability',
      'y_true,y_score\n1,1.2\n0,0\n',
      ['--metric', 'ece'],
      /"1\.2", expected a number between 0 and 1/,
    ],
    ['one class only', 'y_true,y_score\n1,0.2\n1,0.3\n', [], /y_true holds one class only \("1"\)/],
    ['too many classes', classes, ['--metric', 'auroc'], /3 classes in y_true \(a, b, c\), and the metric takes two\n/],
    ['many classes, scores only', 'y_true,y_score\na,3\nb,4\nc,5\n', [], /no metric fits, since y_score is for two/],
    ['constant truth', 'y_true,y_pred\n1.5,1\n1.5,2\n', [], /r2 is undefined: y_true does not vary/],
    ['no weight', 'y_true,y_pred,weight\n1.5,1,0\n2,2,0\n', ['--metric', 'mae'], /mae is undefined: all weights are 0/],
  ];
  for (const [what, csv, args, message] of badData) {
    test(`bad data: ${what}`, async () => {
      const { code, out, err } = await metrics(csv, ...args);
      assert.match(err, message);
      assert.deepEqual([code, out], [1, '']);
    });
  }

  test('bad data: no such file, or a folder', async () => {
    const missing = await runMetrics('none.csv');
    assert.deepEqual([missing.code, /there is no file none\.csv/.test(missing.err)], [1, true]);
    const isFolder = await runMetrics('.');
    assert.deepEqual([isFolder.code, /\. is a folder/.test(isFolder.err)], [1, true]);
  });
});

test('--help lists every metric with its columns, and needs no root', async () => {
  const { code, out } = await runCli(['metrics', '--help']);
  assert.equal(code, 0);
  assert.match(out, /^ {2}r2 +y_true y_pred +coefficient of determination$/m);
  assert.match(out, /^ {2}precision-at-recall@0\.95 +y_true y_score +highest precision with at least this recall$/m);
  assert.match(out, /^ {2}confusion +y_true y_pred +table: /m);
  assert.match(out, /Examples:\n {2}paper-factory metrics [\s\S]*Exit code: 0 done/);
});

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, it, test } from 'node:test';
import { parseFormat, parseReports } from '../../src/cli/verify-report/formats.ts';
import { jsonReport } from '../../src/cli/verify-report/json.ts';
import { junitReport } from '../../src/cli/verify-report/junit.ts';
import { markdownReport } from '../../src/cli/verify-report/markdown.ts';
import { passed, verdictSentence, type ReportedResult, type VerifyReport } from '../../src/cli/verify-report/report.ts';
import { tableReport } from '../../src/cli/verify-report/table.ts';

const result = (more: Partial<ReportedResult> = {}): ReportedResult => ({
  id: 'line-fit',
  profile: 'default',
  result: 'equal',
  seconds: 1.5,
  differences: [],
  flipped: [],
  ...more,
});

const report = (more: Partial<VerifyReport> = {}): VerifyReport => ({
  results: [result()],
  left: [],
  sample: null,
  budgetSeconds: null,
  seconds: 2,
  date: '2026-11-21T12:00:00.000Z',
  node: 'v24.1.0',
  machine: 'linux-x64 Some Processor',
  backend: { name: 'wasm', version: 'any' },
  ...more,
});

/** One of everything. */
const full = report({
  results: [
    result(),
    result({
      id: 'slope-error',
      result: 'within-noise',
      differences: [{ where: 'slope-error/mae', committed: '0.3', reexecuted: '0.31', noise: 0.0123456 }],
    }),
    result({
      id: 'ridge',
      profile: 'smoke',
      result: 'flipped',
      seconds: 75,
      differences: [
        { where: 'ridge/r2?snr=5', committed: '0.7', reexecuted: '0.6', noise: 0 },
        { where: 'figure training-loss.svg', committed: 'as committed', reexecuted: 'other' },
      ],
      flipped: ['A-ridge-wins: verified -> falsified'],
    }),
    result({
      id: 'mlp',
      result: 'failed',
      seconds: 0,
      differences: [{ where: 'run', committed: '', reexecuted: 'memory ran out' }],
    }),
  ],
  left: [
    { id: 'vit', profile: 'default', why: 'sample' },
    { id: 'cnn', profile: 'default', why: 'sample' },
    { id: 'core', profile: 'default', why: 'budget' },
    { id: 'gbdt', profile: 'default', why: 'stopped' },
  ],
  sample: { percent: 50, seed: 'a1b2c3' },
  budgetSeconds: 600,
});

const hostile = `</failure>]]>&"'<script>| \`x\` **b** [l](javascript:0) @you $x$ \u0000\u001b[31m\ud800 ü 🦉
# second line`;
const attacked = report({
  results: [
    result({
      result: 'changed',
      differences: [{ where: hostile, committed: hostile, reexecuted: hostile }],
      flipped: [hostile],
    }),
  ],
  sample: { percent: 10, seed: hostile },
});

const formats = {
  'table.txt': tableReport,
  'report.json': jsonReport,
  'report.xml': junitReport,
  'report.md': markdownReport,
};

// `UPDATE=1` rewrites the expectations; read the diff before you keep it.
for (const [name, format] of Object.entries(formats)) {
  test(`one of everything as ${name}`, () => {
    const file = new URL(`../fixtures/verify-report/${name}`, import.meta.url);
    if (process.env.UPDATE) writeFileSync(file, format(full));
    assert.equal(format(full), readFileSync(file, 'utf8'));
  });
}

describe('the verdict', () => {
  const cases: [string, Partial<VerifyReport>, boolean, RegExp][] = [
    ['all equal', {}, true, /^Verification passed: 1 of 1 result executed again, 1 equal\.$/],
    ['within noise', { results: [result({ result: 'within-noise' })] }, true, /1 within noise\.$/],
    [
      'changed',
      { results: [result(), result({ result: 'changed' })] },
      false,
      /failed: 2 of 2 .* 1 equal, 1 changed\.$/,
    ],
    ['flipped', { results: [result({ result: 'flipped' })] }, false, /1 changed with a flipped claim\.$/],
    ['failed', { results: [result({ result: 'failed' })] }, false, /1 failed\.$/],
    ['nothing selected', { results: [] }, false, /failed: nothing was verified, of 0 results\.$/],
    [
      'nothing that fits',
      { results: [], left: [{ id: 'a', profile: 'smoke', why: 'budget' }], budgetSeconds: 1 },
      false,
      /failed: nothing was verified, of 1 result\.$/,
    ],
    ['a sample', { left: [{ id: 'a', profile: 'smoke', why: 'sample' }] }, true, /passed: 1 of 2 results/],
    ['stopped', { left: [{ id: 'a', profile: 'smoke', why: 'stopped' }] }, false, /failed: 1 of 2 results/],
  ];
  for (const [name, more, expected, sentence] of cases) {
    it(`${name}: ${expected ? 'passed' : 'failed'}, in every format`, () => {
      const one = report(more);
      assert.equal(passed(one), expected);
      assert.match(verdictSentence(one), sentence);
      assert.ok(tableReport(one).includes(verdictSentence(one)));
      assert.equal((JSON.parse(jsonReport(one)) as { passed: boolean }).passed, expected);
      assert.equal(junitReport(one).includes('<failure'), !expected);
      assert.match(markdownReport(one), expected ? /^## ✓ Verification passed\n/ : /^## ✗ Verification failed\n/);
    });
  }
});

describe('what was left out', () => {
  for (const [name, format] of Object.entries(formats)) {
    it(`is named with why in ${name}`, () => {
      const text = format(full);
      for (const { id, profile } of full.left) assert.match(text, new RegExp(`${id}/${profile}|"${id}"`));
      assert.ok(text.includes('a1b2c3'));
    });
  }
});

describe('hostile texts', () => {
  it('XML holds them as text only, and nothing that XML cannot hold', () => {
    const text = junitReport(attacked);
    // eslint-disable-next-line no-control-regex -- these are what must be gone
    assert.doesNotMatch(text, /[\u0000-\u0008\u000b\u000c\u000e-\u001f]|\ufffe|\uffff/);
    assert.ok(text.isWellFormed());
    assert.doesNotMatch(text, /<script|]]>|<\/failure>\]/);
    assert.equal(text.match(/<failure /g)!.length, 1);
    assert.ok(text.includes('ü 🦉&#10;# second line'));
    assert.doesNotMatch(text, /&(?!#\d+;)/);
  });

  it('Markdown has them on one line, in one cell, without markup', () => {
    const text = markdownReport(attacked);
    assert.doesNotMatch(text, /<script|^# second/m);
    assert.doesNotMatch(text, /(?<!\\)[`[\]@$]|(?<!\\)\*\*/);
    const [cells] = text.split('\n').filter((line) => line.startsWith('| &lt;/failure'));
    assert.equal(cells.match(/(?<!\\)\|/g)!.length, 5);
  });

  it('a table has them on one line, without control characters', () => {
    const text = tableReport({ ...attacked, sample: null });
    assert.doesNotMatch(text.replaceAll('\n', ''), /\p{Cc}/u);
    assert.equal(text.split('\n').length, tableReport(report()).split('\n').length);
  });

  it('JSON gives them back', () => {
    const { sample } = JSON.parse(jsonReport(attacked)) as VerifyReport;
    assert.equal(sample!.seed, hostile);
  });
});

describe('formats', () => {
  it('are told by the ending of a file', () => {
    const files = parseReports(['a/b.json', 'B.XML', 'summary.md']);
    assert.deepEqual(
      files.map(({ format }) => format),
      [jsonReport, junitReport, markdownReport],
    );
    assert.deepEqual(parseReports(undefined), []);
    assert.throws(() => parseReports(['report.txt']), /ends in \.json, \.xml, \.md/);
    assert.throws(() => parseReports(['report.toString']), /ends in/);
  });

  it('are named for the standard output', () => {
    assert.equal(parseFormat(undefined), tableReport);
    assert.equal(parseFormat('junit'), junitReport);
    assert.throws(() => parseFormat('html'), /there is no format "html"/);
    assert.throws(() => parseFormat('constructor'), /there is no format/);
  });
});

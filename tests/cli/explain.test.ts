import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { suite, test, type TestContext } from 'node:test';
import type { Executed } from '@paper-factory/runners/schema';
import { runHere } from './in-process.ts';
import { events, scratchRoot } from './scratch-root.ts';

type Lab = ReturnType<typeof scratchRoot>;
const config = 'experiments/line-fit/config.yaml';
const provenance = 'assets/results/line-fit/default/provenance.json';

const reproduce = (lab: Lab, ...args: string[]) =>
  runHere('reproduce', ...args, '--profile', 'default', '--root', lab.root);

const explained = async (lab: Lab, ...args: string[]) => (await reproduce(lab, '--explain', ...args)).out;

/** A root whose line fit rests on a file and has been run with it. */
async function labWithData(t: TestContext): Promise<Lab> {
  const lab = scratchRoot(t);
  mkdirSync(lab.path('data'));
  lab.write('data/points.csv', 'x,y\n1,2\n');
  lab.edit(config, 'suite: tiny', 'suite: tiny\ndata: { source: data }');
  assert.equal((await reproduce(lab)).code, 0);
  return lab;
}

suite('reproduce --explain', () => {
  test('a param is named with both values, and what rests on it follows', async (t) => {
    const lab = scratchRoot(t);
    assert.equal(await explained(lab), 'Everything is fresh: no part of any key changed.\n');
    lab.edit(config, 'steps: 40', 'steps: 50');
    assert.equal(
      await explained(lab),
      [
        'line-fit/default: stale, its config changed',
        '  seed 1; seed 2; seed 3: changed',
        '    params.steps: 40 -> 50',
        'slope-error/default: stale, upstream line-fit is stale',
        '  seed 1: changed',
        '    upstream line-fit changed',
        '',
      ].join('\n'),
    );
  });

  test('a new seed is new, and the others are as they were', async (t) => {
    const lab = scratchRoot(t);
    lab.edit(config, 'seeds: [1, 2, 3]', 'seeds: [1, 2, 3, 7]');
    const { out } = await reproduce(lab, '--explain', '--json', 'line-fit');
    assert.deepEqual(
      events(out).map(({ seed, status }) => [seed, status]),
      [
        [1, 'fresh'],
        [2, 'fresh'],
        [3, 'fresh'],
        [7, 'new'],
        [undefined, undefined],
      ],
    );
    const text = await explained(lab);
    assert.match(text, /line-fit\/default: stale, added: seed 7\n/);
    assert.match(text, /seed 1; seed 2; seed 3: unchanged\n +its run is not in the store of this machine/);
    assert.match(text, /seed 7: new\n +this seed or sweep point was not run before\n/);
    assert.match(
      text,
      /slope-error.*\n +seed 1: unchanged\n +stays, unless this changes it: upstream line-fit is stale/,
    );
  });

  test('comments, order and what is for people only do not make a result stale', async (t) => {
    const lab = scratchRoot(t);
    lab.write(config, `# why\n${lab.read(config)}\n# and what for\n`);
    lab.edit(config, '  slope: 2\n  intercept: 0.5\n', '  intercept: 0.5\n  slope: 2 # true\n');
    lab.edit(config, 'title: A line by gradient descent', 'title: Another title');
    lab.edit(config, 'notes:', 'timeoutMinutes: 5\ntags: [core]\nnotes:');
    assert.match(await explained(lab), /^Everything is fresh/);
  });

  test('a changed byte of the data is named by what the config declares, and taken back it is fresh', async (t) => {
    const lab = await labWithData(t);
    assert.match(await explained(lab), /^Everything is fresh/);
    lab.edit('data/points.csv', '1,2', '1,3');
    assert.match(
      await explained(lab),
      /line-fit\/default: stale, its data changed\n.*changed\n {4}data: data changed\n/,
    );
    lab.edit('data/points.csv', '1,3', '1,2');
    assert.match(await explained(lab), /^Everything is fresh/);
  });

  test('data that is missing is named with the config', async (t) => {
    const lab = await labWithData(t);
    lab.remove('data');
    const { code, err } = await reproduce(lab, '--list');
    assert.equal(code, 1);
    assert.match(err, /experiments\/line-fit\/config\.yaml.*data/);
  });

  for (const [part, value, says] of [
    ['packages', { 'left-pad': '1.0.0' }, /a numerical package changed\n.*\n +package left-pad: "1\.0\.0" -> absent\n/],
    [
      'sources',
      'a'.repeat(64),
      /source files changed\n.*\n +the runner's source files changed \(which files: not known/,
    ],
    ['kernels', 'a'.repeat(64), /a compiled kernel changed\n.*\n +a compiled kernel changed \(which files: not known/],
    ['upstream', { gone: 'a'.repeat(64) }, /an upstream experiment changed\n.*\n +upstream gone removed\n/],
  ] as const) {
    test(`a key with other ${part}`, async (t) => {
      const lab = scratchRoot(t);
      const recorded = JSON.parse(lab.read(provenance)) as Executed;
      const other = 'b'.repeat(64);
      const runs = recorded.runs.map((run) => ({ ...run, key: other }));
      const parts = { ...recorded.parts, [part]: value };
      lab.write(provenance, JSON.stringify({ ...recorded, key: other, runs, parts }));
      assert.match(await explained(lab, 'line-fit'), says);
    });
  }

  test('what has no result yet, an outcome that was edited, one that cannot be read', async (t) => {
    const lab = scratchRoot(t);
    lab.remove('assets/results/slope-error/default');
    lab.edit('assets/results/line-fit/default/outcome.json', '"value"', '"value" ');
    const text = await explained(lab);
    assert.match(
      text,
      /line-fit\/default: stale, its outcome was edited after the run\n {2}seed 1; seed 2; seed 3: changed/,
    );
    assert.match(text, /slope-error\/default: missing, it has no result yet\n {2}seed 1: new\n/);
    lab.write('assets/results/line-fit/default/outcome.json', '{');
    assert.match(await explained(lab, 'line-fit'), /stale, its result cannot be read \(/);
  });
});

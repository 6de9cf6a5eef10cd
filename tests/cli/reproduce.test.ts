import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { suite, test } from 'node:test';
import { events, scratchRoot } from './scratch-root.ts';

const outcomes = (files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).filter(([name]) => !name.endsWith('provenance.json')));

suite('reproduce', { concurrency: 2 }, () => {
  test('finds the committed results fresh and runs nothing', async (t) => {
    const lab = scratchRoot(t);
    const before = lab.snapshot('assets');
    const { code, out } = await lab.run('reproduce', '--json');
    const all = events(out);
    assert.equal(code, 0);
    assert.deepEqual(new Set(all.slice(0, -1).map(({ status }) => status)), new Set(['fresh']));
    assert.deepEqual(all.at(-1), { event: 'summary', fresh: 4, failures: [], claims: all.at(-1)!.claims });
    assert.deepEqual(lab.snapshot('assets'), before);
  });

  test('--force gives the same bytes, provenance included', async (t) => {
    const lab = scratchRoot(t);
    const before = lab.snapshot('assets');
    const { code } = await lab.run('reproduce', '--force');
    assert.equal(code, 0);
    assert.deepEqual(lab.snapshot('assets'), before);
  });

  test('brings back deleted results and figures byte for byte', async (t) => {
    const lab = scratchRoot(t);
    const before = outcomes(lab.snapshot('assets'));
    for (const folder of ['assets', '.factory']) lab.remove(folder);
    const { code } = await lab.run('reproduce');
    assert.equal(code, 0);
    assert.deepEqual(outcomes(lab.snapshot('assets')), before);
  });

  test('a changed seed changes that outcome and what depends on it, nothing else', async (t) => {
    const lab = scratchRoot(t);
    lab.edit('experiments/line-fit/config.yaml', 'seeds: [1, 2, 3]', 'seeds: [1, 2, 4]');
    const before = lab.snapshot('assets/results');
    const listed = await lab.run('reproduce', '--list');
    assert.match(listed.out, /line-fit +default +3 +stale +added: seed 4; removed: seed 3/);
    assert.match(listed.out, /slope-error +default +1 +stale +upstream line-fit is stale/);
    assert.match(listed.out, /line-fit +smoke +1 +fresh/);
    assert.equal((await lab.run('reproduce')).code, 0);
    const after = lab.snapshot('assets/results');
    const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
    assert.deepEqual(outcomes(Object.fromEntries(changed.map((name) => [name, '']))), {
      'assets/results/line-fit/default/outcome.json': '',
      'assets/results/slope-error/default/outcome.json': '',
    });
  });

  test('--json prints one event per run with the documented fields', async (t) => {
    const lab = scratchRoot(t);
    const { out } = await lab.run('reproduce', 'line-fit', '--profile', 'default', '--force', '--json');
    const [first] = events(out).filter(({ event }) => event === 'run');
    assert.deepEqual(Object.keys(first).sort(), [
      'backend',
      'event',
      'id',
      'profile',
      'reason',
      'seconds',
      'seed',
      'status',
    ]);
    assert.deepEqual(
      events(out)
        .filter(({ event }) => event === 'run')
        .map(({ seed, status, reason, backend }) => ({ seed, status, reason, backend }))
        .sort((a, b) => Number(a.seed) - Number(b.seed)),
      [1, 2, 3].map((seed) => ({ seed, status: 'ran', reason: 'forced', backend: 'wasm' })),
    );
  });

  test('a runner that throws fails with its words and leaves the earlier result alone', async (t) => {
    const lab = scratchRoot(t);
    lab.edit('experiments/line-fit/config.yaml', 'points: 64', 'points: 1');
    const before = lab.snapshot('assets');
    const { code, out } = await lab.run('reproduce', '--profile', 'default');
    assert.equal(code, 1);
    assert.match(out, /line-fit +default +failed .*a line needs 2 points or more, and points is 1/);
    assert.match(out, /slope-error +default +failed .*upstream line-fit failed/);
    assert.deepEqual(lab.snapshot('assets'), before);
  });

  test('a training that diverges fails and leaves the earlier result alone', async (t) => {
    const lab = scratchRoot(t);
    lab.edit('experiments/line-fit/config.yaml', 'learningRate: 0.2', 'learningRate: 1e200');
    const before = lab.snapshot('assets');
    const { code, out } = await lab.run('reproduce', 'line-fit', '--profile', 'default');
    assert.equal(code, 1);
    assert.match(out, /line-fit +default +failed .*diverged; the earlier good result is kept/);
    assert.deepEqual(lab.snapshot('assets'), before);
  });

  test('params that the runner does not know are named', async (t) => {
    const lab = scratchRoot(t);
    lab.edit('experiments/line-fit/config.yaml', '  steps: 40', '  stepz: 40');
    const { code, err } = await lab.run('reproduce', 'line-fit');
    assert.equal(code, 1);
    assert.match(err, /stepz/);
  });

  test('a truncated outcome is run again', async (t) => {
    const lab = scratchRoot(t);
    const file = 'assets/results/line-fit/default/outcome.json';
    const whole = lab.read(file);
    lab.write(file, whole.slice(0, 500));
    const { code, out } = await lab.run('reproduce');
    assert.equal(code, 0);
    assert.match(out, /line-fit +default +ran .*its result cannot be read/);
    assert.equal(lab.read(file), whole);
  });

  test(
    'a folder that cannot be written is named, with what to do',
    { skip: process.getuid?.() === 0 && 'root may write everywhere' },
    async (t) => {
      const lab = scratchRoot(t);
      lab.remove('assets/results/line-fit');
      chmodSync(lab.path('assets/results'), 0o555);
      const { code, out } = await lab.run('reproduce', 'line-fit');
      chmodSync(lab.path('assets/results'), 0o755);
      assert.equal(code, 1);
      assert.match(out, /could not write .*EACCES/);
    },
  );
});

suite('reproduce --verify', { concurrency: 2 }, () => {
  test('is equal for what is committed, and touches nothing', async (t) => {
    const lab = scratchRoot(t);
    const before = lab.snapshot('assets');
    const { code, out } = await lab.run('reproduce', '--verify', '--json');
    assert.equal(code, 0);
    const results = events(out).filter(({ event }) => event === 'verify');
    assert.deepEqual(
      results.map(({ result }) => result),
      ['equal', 'equal', 'equal', 'equal'],
    );
    assert.deepEqual(lab.snapshot('assets'), before);
    assert.deepEqual(lab.exists('.factory/scratch') ? Object.keys(lab.snapshot('.factory/scratch')) : [], []);
  });

  test('names a number that was edited, exits 1 and keeps the edited file', async (t) => {
    const lab = scratchRoot(t);
    const file = 'assets/results/line-fit/default/outcome.json';
    const outcome = JSON.parse(lab.read(file)) as { metrics: { name: string; value: number }[] };
    const metric = outcome.metrics.find(({ name }) => name === 'r2')!;
    lab.edit(file, `"value": ${metric.value}`, `"value": ${metric.value + 0.1}`);
    const edited = lab.read(file);
    const { code, out } = await lab.run('reproduce', '--verify', '--json');
    assert.equal(code, 1);
    const changed = events(out).filter((event) => event.event === 'verify' && event.result !== 'equal');
    assert.deepEqual(
      changed.map(({ id, profile }) => `${id}/${profile}`),
      ['line-fit/default'],
    );
    assert.match(JSON.stringify(changed), /line-fit\/r2\?model=line/);
    assert.equal(lab.read(file), edited);
  });

  test('names a figure that was edited', async (t) => {
    const lab = scratchRoot(t);
    lab.edit('assets/figures/line-fit/training-loss.svg', '<title', '<title class="x"');
    const { code, out } = await lab.run('reproduce', '--verify', 'line-fit', '--profile', 'default');
    assert.equal(code, 1);
    assert.match(out, /figure training-loss.svg/);
  });

  test('that verifies nothing fails', async (t) => {
    const lab = scratchRoot(t);
    const { code, err } = await lab.run('reproduce', '--verify', 'slope-error', '--profile', 'full');
    assert.equal(code, 1);
    assert.match(err, /nothing was verified/);
  });
});

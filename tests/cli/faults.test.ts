import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { events, runCli, scratchRoot } from './scratch-root.ts';

type Lab = ReturnType<typeof scratchRoot>;
const outcomeFile = 'assets/results/line-fit/default/outcome.json';
const config = 'experiments/line-fit/config.yaml';

/** Edits an outcome and its provenance's digest, as somebody would who covers it up. */
function forge(lab: Lab, from: string, to: string): void {
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  const before = digest(lab.read(outcomeFile));
  lab.edit(outcomeFile, from, to);
  lab.edit('assets/results/line-fit/default/provenance.json', before, digest(lab.read(outcomeFile)));
}

suite('faults of a run', { concurrency: 2 }, () => {
  test('a first run that diverged fails every time, and the check says so', async (t) => {
    const lab = scratchRoot(t);
    lab.remove('assets');
    lab.edit(config, 'learningRate: 0.2', 'learningRate: 1e200');
    for (let i = 0; i < 2; i++) {
      const { code, out } = await lab.run('reproduce', 'line-fit', '--profile', 'default', '--json');
      assert.equal(code, 1);
      const [failure] = events(out).at(-1)!.failures as { id: string; reason: string }[];
      assert.deepEqual([failure.id, failure.reason], ['line-fit', 'training diverged']);
    }
    assert.match((await lab.run('check')).out, /gate-passes\n +line-fit\/default diverged/);
  });

  test('a gate that does not pass is an error of the check', async (t) => {
    const lab = scratchRoot(t);
    lab.edit('experiments/slope-error/config.yaml', 'largest: 0.5', 'largest: 0.0001');
    await lab.run('reproduce');
    const { code, out } = await lab.run('check');
    assert.equal(code, 1);
    assert.match(out, /gate-passes\n +slope-error\/default failed its gate "error of the slope": expected <= 0\.0001/);
  });

  test('a failure that no run caused is named in the summary', async (t) => {
    const lab = scratchRoot(t);
    lab.edit(config, 'points: 64', 'points: 1');
    const { out } = await lab.run('reproduce', '--profile', 'default', '--json');
    const { failures } = events(out).at(-1) as { failures: { id: string; reason: string }[] };
    assert.deepEqual(
      failures.map(({ id }) => id),
      ['line-fit', 'slope-error'],
    );
    assert.equal(failures[1].reason, 'upstream line-fit failed');
  });

  test('what cannot be written ends the run with its words, and does not hang', async (t) => {
    const lab = scratchRoot(t);
    lab.remove('.factory');
    mkdirSync(lab.path('.factory'));
    lab.write('.factory/store', 'a file where a folder should be');
    const { code, out, err } = await lab.run('reproduce', '--force', '--profile', 'default');
    assert.equal(code, 1);
    assert.match(out, /could not write .*store/);
    assert.doesNotMatch(err, /This is a bug/);
  });

  test('three at once on one root all end well, with the same bytes', async (t) => {
    const lab = scratchRoot(t);
    const before = lab.snapshot('assets');
    const all = await Promise.all([1, 2, 3].map(() => lab.run('reproduce', '--force', '--profile', 'default')));
    assert.deepEqual(
      all.map(({ code, err }) => (code === 0 ? 0 : err)),
      [0, 0, 0],
    );
    assert.deepEqual(lab.snapshot('assets'), before);
  });

  test('a result folder that leads out of the root is refused, and nothing there is touched', async (t) => {
    const lab = scratchRoot(t);
    const outside = mkdtempSync(join(tmpdir(), 'paper-factory-outside-'));
    t.after(() => rmSync(outside, { recursive: true }));
    writeFileSync(join(outside, 'thesis.tex'), 'years of work');
    lab.remove('assets/figures/line-fit');
    symlinkSync(outside, lab.path('assets/figures/line-fit'));
    const { code, err } = await lab.run('reproduce');
    assert.equal(code, 1);
    assert.match(err, /assets\/figures\/line-fit/);
    assert.deepEqual(readdirSync(outside), ['thesis.tex']);
  });

  test('a file of somebody else in a figure folder stays', async (t) => {
    const lab = scratchRoot(t);
    lab.write('assets/figures/line-fit/notes.txt', 'mine');
    lab.write('assets/figures/line-fit/old.svg', '<svg/>');
    assert.equal((await lab.run('reproduce')).code, 0);
    assert.ok(lab.exists('assets/figures/line-fit/notes.txt'));
    assert.ok(!lab.exists('assets/figures/line-fit/old.svg'));
  });
});

suite('faults that --verify finds', { concurrency: 2 }, () => {
  for (const [what, from, to] of [
    ['the scale that a toy mark rests on', '"train":64', '"train":1000000'],
    ['a unit', '"unit": "",\n      "value": 0.32', '"unit": "dex",\n      "value": 0.32'],
  ] as const) {
    test(`${what}, edited with its digest, is changed and not noise`, async (t) => {
      const lab = scratchRoot(t);
      forge(lab, from, to);
      const { code, out } = await lab.run('reproduce', '--verify', 'line-fit', '--profile', 'default', '--json');
      assert.equal(code, 1);
      assert.equal(events(out)[0].event === 'verify' || events(out).some(({ result }) => result === 'changed'), true);
    });
  }

  test('a figure that is drawn no more', async (t) => {
    const lab = scratchRoot(t);
    lab.write('assets/figures/line-fit/forged.svg', '<svg/>');
    const { code, out } = await lab.run('reproduce', '--verify', 'line-fit', '--profile', 'default');
    assert.equal(code, 1);
    assert.match(out, /figure forged\.svg/);
  });

  test('a verdict that flips within the noise', async (t) => {
    const lab = scratchRoot(t);
    const value = /"name": "r2"[\s\S]*?"value": (0\.\d+)/.exec(lab.read(outcomeFile))![1];
    const forged = String(Number(value) + 0.002);
    lab.edit('content/claims/t.yaml', 'value: "0.99"', `value: "${forged}"`);
    lab.edit('content/claims/t.yaml', 'absolute: 0.005', 'absolute: 0.001');
    const seeds = [...lab.read(outcomeFile).matchAll(/"seed":\d,"value":(0\.9\d+)/g)]
      .slice(0, 3)
      .map(([, seed]) => seed);
    forge(lab, `"value": ${value}`, `"value": ${forged}`);
    for (const seed of seeds) forge(lab, `"value":${seed}`, `"value":${Number((Number(seed) + 0.002).toPrecision(7))}`);
    const { code, out } = await lab.run('reproduce', '--verify', 'line-fit', '--profile', 'default');
    assert.equal(code, 1);
    assert.match(out, /line-fit +default +flipped .*T-r2-reported: verified -> within-noise/);
  });
});

suite('usage', () => {
  test('an unknown id, options that exclude each other and a profile named twice', async (t) => {
    const lab = scratchRoot(t);
    const unknown = await lab.run('reproduce', 'nosuch');
    assert.equal(unknown.code, 2);
    assert.match(unknown.err, /there is no experiment "nosuch"\n +Known: line-fit, slope-error/);
    assert.equal((await lab.run('reproduce', '--list', '--force')).code, 2);
    const twice = await lab.run('reproduce', '--list', '--profile', 'smoke,smoke', '--json');
    assert.equal(events(twice.out).length, 3);
    assert.match((await runCli(['--version'])).out, /^\d+\.\d+\.\d+\n$/);
  });
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { suite, test } from 'node:test';
import { measurementsSchema } from '../../runners/src/schema/index.ts';
import { events, scratchRoot } from './scratch-root.ts';

const verifySmoke = ['reproduce', '--verify', '--profile', 'smoke'];
const file = (name: string, profile = 'smoke') => `assets/results/line-fit/${profile}/${name}.json`;

/** Raises the committed R2, as an edit by hand would. */
function editR2(lab: ReturnType<typeof scratchRoot>): void {
  const outcome = JSON.parse(lab.read(file('outcome'))) as { metrics: { name: string; value: number }[] };
  const { value } = outcome.metrics.find(({ name }) => name === 'r2')!;
  lab.edit(file('outcome'), `"value": ${value}`, `"value": ${value + 0.1}`);
}

suite('reproduce --verify', { concurrency: 2 }, () => {
  test('writes each report, and the same verdict in each', async (t) => {
    const lab = scratchRoot(t);
    editR2(lab);
    const reports = ['out/verify.json', 'out/verify.xml', 'verify.md'].flatMap((name) => ['--report', lab.path(name)]);
    const { code, out, err } = await lab.run(...verifySmoke, ...reports, '--format', 'markdown');
    assert.equal(code, 1, err);
    const json = JSON.parse(lab.read('out/verify.json')) as { passed: boolean; counts: Record<string, number> };
    assert.deepEqual([json.passed, json.counts], [false, { selected: 2, changed: 1, equal: 1 }]);
    assert.match(lab.read('out/verify.xml'), /<failure type="changed" message="[^"]*line-fit\/r2/);
    assert.match(lab.read('verify.md'), /^## ✗ Verification failed\n\nVerification failed: 2 of 2 results/);
    assert.equal(out, lab.read('verify.md'));
  });

  test('a report that cannot be written is told before anything runs', async (t) => {
    const lab = scratchRoot(t);
    mkdirSync(lab.path('verify.json'));
    const { code, err } = await lab.run(...verifySmoke, '--report', lab.path('verify.json'));
    assert.equal(code, 1);
    assert.match(err, /^error: could not write .*verify\.json/);
    assert.doesNotMatch(err, /▸/);
  });

  test('a sample is drawn by the commit, and its seed draws it again', async (t) => {
    const lab = scratchRoot(t);
    const none = await lab.run(...verifySmoke, '--sample', '50%');
    assert.equal(none.code, 2);
    assert.match(none.err, /--sample draws by the git commit, and there is none here/);
    const git = (...args: string[]) => execFileSync('git', args, { cwd: lab.root, encoding: 'utf8' }).trim();
    git('init', '-q');
    git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-q', '--allow-empty', '-m', 'x');
    const first = await lab.run(...verifySmoke, '--sample', '50%');
    assert.equal(first.code, 0, first.err);
    const seed = git('rev-parse', 'HEAD');
    assert.match(first.out, new RegExp(`1 not in the sample of 50% drawn with seed ${seed}: [\\w-]+/smoke\n`));
    assert.match(first.out, /Verification passed: 1 of 2 results executed again, 1 equal\./);
    const again = await lab.run(...verifySmoke, '--sample', '50%', '--sample-seed', seed);
    const left = (text: string) => /drawn with seed .*$/m.exec(text)![0];
    assert.equal(left(again.out), left(first.out));
  });

  test('a budget that nothing fits in verifies nothing, which fails, and names what was left', async (t) => {
    const lab = scratchRoot(t);
    const { code, out } = await lab.run(...verifySmoke, '--budget', '0s');
    assert.equal(code, 1);
    assert.match(out, /2 did not fit in 0\.0 s: line-fit\/smoke, slope-error\/smoke/);
    assert.match(out, /Verification failed: nothing was verified, of 2 results\./);
  });

  for (const [args, message] of [
    [['--sample', '0%'], /--sample is "0%"; expected a share above 0%/],
    [['--sample', '0.1'], /expected a share above 0% and at most 100%/],
    [['--sample-seed', 'x'], /--sample-seed is only for --sample/],
    [['--budget', 'soon'], /--budget is "soon"; expected a time/],
    [['--report', 'verify.txt'], /expected a file that ends in/],
    [['--format', 'html'], /there is no format "html"/],
    [['--format', 'json', '--json'], /--format and --json exclude each other/],
  ] as const) {
    test(`${args.join(' ')} is refused`, async (t) => {
      const { code, err } = await scratchRoot(t).run(...verifySmoke, ...args);
      assert.equal(code, 2);
      assert.match(err, message);
    });
  }

  test('its options are refused without it', async (t) => {
    const { code, err } = await scratchRoot(t).run('reproduce', '--record');
    assert.equal(code, 2);
    assert.match(err, /--record is only for --verify/);
  });
});

suite('reproduce --verify --record', { concurrency: 2 }, () => {
  test('keeps when and where beside the outcome, once for each place, and the check takes it', async (t) => {
    const lab = scratchRoot(t);
    const before = lab.snapshot('assets');
    assert.equal((await lab.run(...verifySmoke)).code, 0);
    assert.deepEqual(lab.snapshot('assets'), before);
    const first = await lab.run(...verifySmoke, '--record');
    assert.match(first.err, /Recorded 2 in measurements\.json/);
    const second = await lab.run(...verifySmoke, '--record');
    assert.equal(second.code, 0, second.err);
    const { measurements, key } = measurementsSchema.parse(JSON.parse(lab.read(file('measurements'))));
    assert.equal(key, (JSON.parse(lab.read(file('provenance'))) as { key: string }).key);
    assert.equal(measurements.length, 1);
    const [{ kind, result, backend, node, values }] = measurements;
    assert.deepEqual(
      { kind, result, backend: backend.name, node, values },
      { kind: 'verification', result: 'equal', backend: 'wasm', node: process.version, values: [] },
    );
    const after = lab.snapshot('assets');
    for (const [name, text] of Object.entries(before)) assert.equal(after[name], text, name);
    const checked = await lab.run('check');
    assert.doesNotMatch(checked.out + checked.err, /measurements/);
  });

  test('records nothing for a result that is not what its key says, nor for what rests on it', async (t) => {
    const lab = scratchRoot(t);
    editR2(lab);
    const { code, out } = await lab.run(...verifySmoke, '--record', '--json');
    assert.equal(code, 1);
    const summary = events(out).at(-1) as { results: { id: string; unrecorded?: string }[] };
    assert.deepEqual(Object.fromEntries(summary.results.map(({ id, unrecorded }) => [id, unrecorded !== undefined])), {
      'line-fit': true,
      'slope-error': true,
    });
    assert.ok(!lab.exists(file('measurements')));
  });
});

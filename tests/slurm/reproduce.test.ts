import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { addProgram } from '../cli/command-lab.ts';
import { addOwnModule } from '../cli/own-module-lab.ts';
import { events } from '../cli/scratch-root.ts';
import { startCluster, type Cluster } from './cluster.ts';
import { ended, says, slurmLab } from './lab.ts';

const started = await startCluster();
const skip = typeof started === 'string' && started;
const cluster = started as Cluster;

suite('reproduce on a cluster', { concurrency: 1, skip }, () => {
  after(() => cluster.stop());

  test('the whole plan gives the same bytes as on one machine', async (t) => {
    const lab = slurmLab(t, cluster);
    const before = lab.snapshot('assets');
    lab.remove('assets');
    const { code, out, err } = await lab.reproduce('--executor', 'slurm');
    assert.equal(code, 0, err + out);
    const outcomes = (files: Record<string, string>) =>
      Object.entries(files).filter(([file]) => !file.endsWith('provenance.json'));
    assert.deepEqual(outcomes(lab.snapshot('assets')), outcomes(before));
    assert.match(out, /line-fit +default +ran/);
    assert.match(err, /line-fit\/default: .*PENDING/);
    assert.match(err, /line-fit\/default: .*RUNNING on n[12]/);
    assert.match(err, /slope-error\/default: .*PENDING: Dependency/);
    // Local: all is fresh now, for the key and the runs are the same.
    assert.match((await lab.run('reproduce')).out, /slope-error +default +fresh/);
  });

  test("a module of the root's own", async (t) => {
    const lab = slurmLab(t, cluster);
    addOwnModule(lab);
    const here = await lab.run('reproduce', 'mine', '--profile', 'smoke');
    assert.equal(here.code, 0, here.out);
    const outcome = 'assets/results/mine/smoke/outcome.json';
    const bytes = lab.read(outcome);
    lab.remove('assets/results/mine');
    lab.remove('.factory/store');
    const { code, out, err } = await lab.reproduce('mine', '--profile', 'smoke', '--executor', 'slurm');
    assert.equal(code, 0, err + out);
    assert.equal(lab.read(outcome), bytes);
    // A fault is that of its experiment, and nothing is submitted for it.
    lab.write('lab/scaled.ts', 'const a: = 1;');
    const broken = await lab.reproduce('mine', 'line-fit', '--profile', 'smoke', '--executor', 'slurm');
    assert.equal(broken.code, 1);
    assert.match(broken.out, /mine +smoke +failed .*lab\/scaled\.ts:1: cannot be parsed/);
  });

  test('a run that is in the store is not submitted', async (t) => {
    const lab = slurmLab(t, cluster);
    lab.edit('experiments/line-fit/config.yaml', 'seeds: [1, 2, 3]', 'seeds: [1, 2, 3, 4]');
    assert.equal((await lab.run('reproduce', 'line-fit')).code, 0);
    lab.edit('experiments/line-fit/config.yaml', 'seeds: [1, 2, 3, 4]', 'seeds: [1, 2, 3, 4, 5]');
    const { code, out } = await lab.reproduce('line-fit', '--executor', 'slurm', '--profile', 'default', '--json');
    assert.equal(code, 0, out);
    const ran = events(out).filter(({ event }) => event === 'run');
    assert.deepEqual(
      ran.map(({ seed, status }) => [seed, status]),
      [[5, 'ran']],
    );
    const states = events(out).flatMap(({ event, state }) => (event === 'jobs' ? [state] : []));
    assert.ok(states.includes('PENDING') && states.includes('COMPLETED'), out);
    assert.match(lab.submitted('.sbatch'), /--array=4\n/);
    assert.equal(JSON.parse(lab.read('assets/results/line-fit/default/provenance.json')).runs.length, 5);
  });

  test('a published number is not rolled again: what comes out otherwise is kept beside it', async (t) => {
    const lab = slurmLab(t, cluster);
    addProgram(lab, `value += Number(readFileSync(${JSON.stringify(lab.path('hidden'))}, 'utf8'));`);
    const reproduce = (...args: string[]) =>
      lab.reproduce('outer', '--executor', 'slurm', '--profile', 'default', ...args);
    lab.write('hidden', '0');
    assert.equal((await reproduce()).code, 0);
    const before = lab.snapshot('assets');
    lab.write('hidden', '100');
    const { code, out, err } = await reproduce('--force');
    assert.equal(code, 0, err + out);
    assert.match(out, /outer +default +ran .*came out otherwise \(changed\) under an unchanged key/);
    const { 'assets/results/outer/default/measurements.json': beside, ...after } = lab.snapshot('assets');
    assert.deepEqual(after, before);
    const { measurements } = JSON.parse(beside) as { measurements: { kind: string; values: { value: number }[] }[] };
    assert.deepEqual(
      measurements.map(({ kind, values }) => [kind, values.map(({ value }) => value)]),
      [['rerun', [114.5, 115.5]]],
    );
  });

  test('a run that fails names its log, shows its end, and takes only what rests on it with it', async (t) => {
    const lab = slurmLab(t, cluster);
    lab.edit('experiments/line-fit/config.yaml', 'points: 64', 'points: 1');
    const before = lab.snapshot('assets');
    const { code, out, err } = await lab.reproduce('--executor', 'slurm', '--profile', 'default');
    assert.equal(code, 1);
    assert.match(err, /\.factory\/slurm\/\d+-\d+\/line-fit-default-0\.log:\n/);
    assert.match(err, / \| error: .*a line needs 2 points or more, and points is 1/);
    assert.match(out, /line-fit +default +failed .*a line needs 2 points or more.*line-fit-default-0\.log/);
    assert.match(out, /slope-error +default +failed .*upstream line-fit failed/);
    assert.deepEqual(lab.snapshot('assets'), before);
    await cluster.clear();
  });

  test('what changed while it was queued is refused', async (t) => {
    const lab = slurmLab(t, cluster);
    cluster.slurm('scontrol', 'update', 'PartitionName=main', 'State=DOWN');
    const before = lab.snapshot('assets');
    const child = lab.start('line-fit', '--executor', 'slurm', '--profile', 'default', '--force');
    const end = ended(child);
    await says(child, 'PENDING: PartitionDown');
    lab.edit('experiments/line-fit/config.yaml', 'points: 64', 'points: 65');
    cluster.slurm('scontrol', 'update', 'PartitionName=main', 'State=UP');
    const { code, out } = await end;
    assert.equal(code, 1);
    assert.match(out, /line-fit\/default changed while it was queued/);
    assert.deepEqual(lab.snapshot('assets'), before);
  });

  test('a root whose path needs quotes works, and its name is not run', async (t) => {
    const lab = slurmLab(t, cluster);
    const odd = join(lab.root, `a b'"$(touch x)%j`);
    const inside = readdirSync(lab.root);
    mkdirSync(odd);
    inside.forEach((name) => renameSync(join(lab.root, name), join(odd, name)));
    const child = lab.startIn(odd, 'line-fit', '--profile', 'smoke', '--force', '--executor', 'slurm');
    const { code, err } = await ended(child);
    assert.equal(code, 0, err);
    assert.ok(!lab.exists('x') && !readdirSync(odd).includes('x'));
  });

  test('settings of the experiment and its profile come before those of the root', async (t) => {
    const lab = slurmLab(t, cluster);
    lab.edit(
      'factory.config.yaml',
      'schemaVersion: 1',
      'schemaVersion: 1\nslurm: { time: "10", prologue: ["echo root"] }',
    );
    lab.edit(
      'experiments/line-fit/config.yaml',
      'schemaVersion: 1',
      'schemaVersion: 1\nslurm: { time: "20", memory: 300M }',
    );
    lab.edit(
      'experiments/line-fit/config.yaml',
      'default: {}',
      'default: { slurm: { memory: 200M, scratch: "$MY_SCRATCH/pf" } }',
    );
    lab.edit(
      'factory.config.yaml',
      '["echo root"]',
      `["export MY_SCRATCH=${lab.root}/scratch", "echo from the prologue"]`,
    );
    const { code, err } = await lab.reproduce('line-fit', '--profile', 'default', '--force', '--executor', 'slurm');
    assert.equal(code, 0, err);
    const text = lab.submitted('line-fit-default-0.sbatch');
    for (const line of ['--time=20', '--mem=200M']) assert.ok(text.includes(`#SBATCH ${line}\n`), text);
    assert.match(lab.submitted('line-fit-default-0.log'), /^from the prologue\n/);
    assert.match(text, /--scratch "\$\{MY_SCRATCH:\?/);
  });
});

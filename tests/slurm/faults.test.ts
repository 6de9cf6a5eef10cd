import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { after, suite, test, type TestContext } from 'node:test';
import { events, repository } from '../cli/scratch-root.ts';
import { pause, startCluster, until, type Cluster } from './cluster.ts';
import { ended, says, slowRuns, slurmLab, type SlurmLab } from './lab.ts';

const started = await startCluster();
const skip = typeof started === 'string' && started;
const cluster = started as Cluster;
const slurm = ['--executor', 'slurm'];
const lineFit = ['line-fit', '--profile', 'default', '--force', ...slurm];

const outcomeOf = (lab: SlurmLab, task: string) => lab.read(`assets/results/${task}/outcome.json`);

/** Jobs in the queue that did not end, as `<job> <state> <node>`. */
const open = (): string[] =>
  cluster
    .slurm('squeue', '--noheader', '--array', '--format=%i %T %N')
    .split('\n')
    .filter((line) => /PENDING|RUNNING|COMPLETING/.test(line));

/** A network that trains for some seconds and writes a checkpoint every second or so. */
async function trainingLab(t: TestContext): Promise<SlurmLab> {
  const lab = slurmLab(t, cluster);
  for (const id of ['spectra-dataset', 'spectra-mlp']) {
    cpSync(join(repository, 'experiments', id), lab.path(`experiments/${id}`), { recursive: true });
  }
  const config = 'experiments/spectra-mlp/config.yaml';
  lab.edit(config, 'hidden: [16], epochs: 40, batchSize: 64', 'hidden: [64], epochs: 2000, batchSize: 64');
  lab.edit(config, 'sweep: { snr: [5, 10] }', 'sweep: { snr: [5] }');
  const { code, err } = await lab.run('reproduce', 'spectra-dataset', '--profile', 'smoke');
  assert.equal(code, 0, err);
  return lab;
}

const training = ['spectra-mlp', '--profile', 'smoke'];

/** Steps that were done when an attempt began to train, attempt by attempt. */
function stepsAtStart(log: string): number[] {
  return log
    .split(/ on n[12](?:, start \d+)?\n/)
    .slice(1)
    .map((attempt) => Number(/ (\d+) of \d+/.exec(attempt)?.[1] ?? NaN));
}

/** Interrupts a training when it has a checkpoint, lets it end, and compares with one that ran through. */
async function interrupted(t: TestContext, interrupt: (node: string) => void | Promise<void>, state: RegExp) {
  const lab = await trainingLab(t);
  const child = lab.start(...training, ...slurm);
  const end = ended(child);
  await says(child, /spectra-mlp\/smoke: run .* RUNNING on n[12]/);
  const log = () => lab.submitted('spectra-mlp-smoke-0.log');
  await until('a checkpoint is written', () => lab.exists('.factory/checkpoints/spectra-mlp'));
  await until('some steps are done', () => /\d{3,} of \d+/.test(log()));
  const node = open()[0].split(' ').at(-1)!;
  await interrupt(node);
  const { code, out, err } = await end;
  assert.equal(code, 0, err + out + log());
  assert.match(err, state);
  const [first, second, ...more] = stepsAtStart(log());
  assert.deepEqual(more, []);
  assert.ok(first < 100 && second > 100, `it went on from ${second} steps:\n${log()}`);
  const resumed = outcomeOf(lab, 'spectra-mlp/smoke');
  assert.equal((await lab.run('reproduce', ...training, '--force')).code, 0);
  assert.equal(outcomeOf(lab, 'spectra-mlp/smoke'), resumed);
}

suite('faults of a cluster', { concurrency: 1, skip }, () => {
  after(() => cluster.stop());

  test('a job that is queued again goes on from its checkpoint, to the same bytes', (t) =>
    interrupted(
      t,
      () => void cluster.slurm('scontrol', 'requeue', open()[0].split(' ')[0]),
      /spectra-mlp\/smoke: run .* PENDING(.*\n)+.*RUNNING/,
    ));

  test('a job whose time is nearly up queues itself again, and goes on from its checkpoint', (t) =>
    interrupted(
      t,
      // What Slurm does a minute before the end of the time.
      () => void cluster.slurm('scancel', '--batch', '--signal=TERM', open()[0].split(' ')[0]),
      /spectra-mlp\/smoke: run .* PENDING(.*\n)+.*RUNNING/,
    ));

  test('a node that is lost in mid-run: its job goes on elsewhere, to the same bytes', async (t) => {
    let lost = '';
    await interrupted(
      t,
      (node) => {
        lost = node;
        cluster.killNode(node);
      },
      /RUNNING on (n[12])\n(.*\n)*.*RUNNING on (?!\1)n[12]\n/,
    );
    cluster.startNode(lost);
    await until(
      'the node is back',
      () => cluster.slurm('sinfo', '--noheader', '--Node', '--format=%T') === 'idle\nidle\n',
    );
  });

  test('Ctrl-C cancels every job within 2 s and leaves the earlier result', async (t) => {
    const lab = slurmLab(t, cluster);
    slowRuns(lab, 300_000);
    const before = lab.snapshot('assets');
    const child = lab.start(...lineFit);
    const end = ended(child);
    await says(child, /line-fit\/default: .* RUNNING/);
    const stoppedAt = performance.now();
    child.kill('SIGINT');
    const { code, err } = await end;
    assert.ok(performance.now() - stoppedAt < 2000);
    assert.notEqual(code, 0);
    assert.match(err, /Stopped: the jobs are cancelled/);
    await until('no job is left', () => open().length === 0, 15);
    assert.deepEqual(lab.snapshot('assets'), before);
  });

  test('killed with -9 it leaves its jobs to go on, and the next one attaches to them', async (t) => {
    const lab = slurmLab(t, cluster);
    slowRuns(lab);
    const child = lab.start(...lineFit.filter((arg) => arg !== '--force'), '--json');
    const end = ended(child);
    await says(child, /"state":"RUNNING"/);
    child.kill('SIGKILL');
    await end;
    await pause(500);
    const jobs = open().map((line) => line.split(' ')[0]);
    assert.notEqual(jobs.length, 0);
    const { code, out, err } = await lab.reproduce(...lineFit.filter((arg) => arg !== '--force'));
    assert.equal(code, 0, err + out);
    assert.match(err, /line-fit\/default: 3 runs.*; its jobs of \d+-\d+ are still queued or running: attached/);
    // Nothing was submitted twice.
    assert.equal(lab.submitted('submission.json').match(/"schemaVersion"/g)?.length, 1);
    const bytes = outcomeOf(lab, 'line-fit/default');
    assert.equal((await lab.run('reproduce', 'line-fit', '--profile', 'default', '--force')).code, 0);
    assert.equal(outcomeOf(lab, 'line-fit/default'), bytes);
  });

  test('jobs of an older state of the config are cancelled, and new ones submitted', async (t) => {
    const lab = slurmLab(t, cluster);
    slowRuns(lab, 300_000);
    const child = lab.start(...lineFit, '--json');
    const end = ended(child);
    await says(child, /"state":"RUNNING"/);
    child.kill('SIGKILL');
    await end;
    lab.edit('experiments/line-fit/config.yaml', 'steps: 300000', 'steps: 50');
    const { code, out, err } = await lab.reproduce('line-fit', '--profile', 'default', ...slurm);
    assert.equal(code, 0, err + out);
    assert.doesNotMatch(err, /attached/);
    assert.deepEqual(open(), []);
  });

  test('a controller that is down is one clear error, and the earlier result stays', async (t) => {
    const lab = slurmLab(t, cluster);
    const before = lab.snapshot('assets');
    await cluster.stopController();
    try {
      const { code, out, err } = await lab.reproduce(...lineFit);
      assert.equal(code, 1);
      assert.equal(out, '');
      assert.match(
        err,
        /^error: Slurm could not .*: .*nable to contact slurm controller.*\n +The controller of Slurm is down/m,
      );
      assert.deepEqual(lab.snapshot('assets'), before);
    } finally {
      await cluster.startController();
    }
  });

  test('a partition that is not there is one clear error, and nothing is left in the queue', async (t) => {
    const lab = slurmLab(t, cluster);
    lab.edit(
      'experiments/slope-error/config.yaml',
      'schemaVersion: 1',
      'schemaVersion: 1\nslurm: { partition: nowhere }',
    );
    const { code, err } = await lab.reproduce('--profile', 'default', '--force', ...slurm);
    assert.equal(code, 1);
    assert.match(err, /^error: Slurm could not take a job: .*nvalid partition/m);
    await until('no job is left', () => open().length === 0, 15);
  });

  test('events as JSON name every state', async (t) => {
    const lab = slurmLab(t, cluster);
    const { out } = await lab.reproduce('line-fit', '--profile', 'smoke', '--force', ...slurm, '--json');
    const states = events(out).flatMap(({ event, state }) => (event === 'jobs' ? [state] : []));
    assert.ok(states.includes('RUNNING') && states.includes('COMPLETED'), out);
  });
});

import assert from 'node:assert/strict';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, suite, test, type TestContext } from 'node:test';
import { decodeCheckpoint } from '../../runners/src/train/checkpoint-file.ts';
import { repository } from '../cli/scratch-root.ts';
import { startCluster, until, type Cluster } from './cluster.ts';
import { ended, says, endlessRuns, slurmLab, type SlurmLab } from './lab.ts';

const started = await startCluster();
const skip = typeof started === 'string' && started;
const cluster = started as Cluster;
const slurm = ['--executor', 'slurm'];
const lineFit = ['line-fit', '--profile', 'default', ...slurm];

const outcomeOf = (lab: SlurmLab, task: string) => lab.read(`assets/results/${task}/outcome.json`);

/** Jobs in the queue that did not end, as `<job> <state> <node>`. */
const open = (): string[] =>
  cluster
    .slurm('squeue', '--noheader', '--array', '--format=%i %T %N')
    .split('\n')
    .filter((line) => /PENDING|RUNNING|COMPLETING/.test(line));

/** A network that trains for a second or more: 3200 steps. */
async function trainingLab(t: TestContext): Promise<SlurmLab> {
  const lab = slurmLab(t, cluster);
  for (const id of ['spectra-dataset', 'spectra-mlp']) {
    cpSync(join(repository, 'experiments', id), lab.path(`experiments/${id}`), { recursive: true });
  }
  const config = 'experiments/spectra-mlp/config.yaml';
  lab.edit(config, 'hidden: [16], epochs: 40, batchSize: 64', 'hidden: [64], epochs: 800, batchSize: 64');
  lab.edit(config, 'sweep: { snr: [5, 10] }', 'sweep: { snr: [5] }');
  const { code, err } = await lab.run('reproduce', 'spectra-dataset', '--profile', 'smoke');
  assert.equal(code, 0, err);
  return lab;
}

const training = ['spectra-mlp', '--profile', 'smoke'];

/** Steps of the latest checkpoint; 0 without one. */
function stepsKept(lab: SlurmLab): number {
  const folder = lab.path('.factory/checkpoints');
  if (!existsSync(folder)) return 0;
  const name = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((each) =>
    each.endsWith('latest.checkpoint'),
  );
  if (!name) return 0;
  return (decodeCheckpoint(readFileSync(join(folder, name)), name).progress as { step: number }).step;
}

/** Steps that were done when each attempt began to train, as it noted them in its log. */
const stepsAtStart = (log: string): number[] =>
  log
    .split(/ on n[12](?:, start \d+)?\n/)
    .slice(1)
    .map((attempt) => Number(/ (\d+) of 3200/.exec(attempt)?.[1] ?? NaN));

/** Interrupts a training when it has a checkpoint, lets it end, and compares with one that ran through. */
async function interrupted(t: TestContext, interrupt: (job: string, node: string) => void, shown: RegExp) {
  const lab = await trainingLab(t);
  const child = lab.start(...training, ...slurm);
  const end = ended(child);
  await until('there is a checkpoint', () => stepsKept(lab) >= 500, 240);
  const [job, , node] = open()
    .map((line) => line.split(' '))
    .find(([, state]) => state === 'RUNNING')!;
  interrupt(job, node);
  const { code, out, err } = await end;
  const log = lab.submitted('spectra-mlp-smoke-0.log');
  assert.equal(code, 0, err + out + log);
  assert.match(err, shown);
  const [first, second, ...more] = stepsAtStart(log);
  assert.deepEqual(more, []);
  assert.ok(first < 500 && second >= 500, `it went on from ${second} steps:\n${log}`);
  const resumed = outcomeOf(lab, 'spectra-mlp/smoke');
  assert.equal((await lab.run('reproduce', ...training, '--force')).code, 0);
  assert.equal(outcomeOf(lab, 'spectra-mlp/smoke'), resumed);
}

suite('faults of a cluster', { concurrency: 1, skip }, () => {
  after(() => cluster.stop());

  const again =
    /spectra-mlp\/smoke: run [^\n]* RUNNING(.*\n)+.*spectra-mlp\/smoke: run [^\n]* PENDING(.*\n)+.*COMPLETED/;

  test('a job that is queued again goes on from its checkpoint, to the same bytes', (t) =>
    interrupted(t, (job) => void cluster.slurm('scontrol', 'requeue', job), again));

  test('a job whose time is nearly up queues itself again, and goes on from its checkpoint', (t) =>
    // What Slurm does a minute before the end of the time.
    interrupted(t, (job) => void cluster.slurm('scancel', '--batch', '--signal=TERM', job), again));

  test('a node that is lost in mid-run: its job goes on elsewhere, to the same bytes', async (t) => {
    let lost = '';
    const kill = (_: string, node: string) => cluster.killNode((lost = node));
    await interrupted(t, kill, /run [^\n]* RUNNING on (n[12])\n(.*\n)*.*run [^\n]* RUNNING on (?!\1)n[12]\n/);
    cluster.startNode(lost);
    const idle = () => cluster.slurm('sinfo', '--noheader', '--Node', '--format=%T') === 'idle\nidle\n';
    await until('the node is back', idle);
  });

  test('Ctrl-C cancels every job within 2 s and leaves the earlier result', async (t) => {
    const lab = slurmLab(t, cluster);
    endlessRuns(lab);
    const before = lab.snapshot('assets');
    const child = lab.start(...lineFit, '--force');
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

  /** Submits, and kills what submitted before any job may start; then lets the jobs start. */
  async function orphanedJobs(lab: SlurmLab): Promise<void> {
    cluster.slurm('scontrol', 'update', 'PartitionName=main', 'State=DOWN');
    try {
      const child = lab.start(...lineFit);
      const end = ended(child);
      await says(child, 'PENDING: PartitionDown');
      child.kill('SIGKILL');
      await end;
      // Held, so that it is still there for the one who comes next, however quick the runs are.
      cluster.slurm('scontrol', 'hold', conclusion());
    } finally {
      cluster.slurm('scontrol', 'update', 'PartitionName=main', 'State=UP');
    }
  }
  const conclusion = () =>
    open()
      .find((line) => !line.includes('_'))!
      .split(' ')[0];

  test('killed with -9 it leaves its jobs to go on, and the next one attaches to them', async (t) => {
    const lab = slurmLab(t, cluster);
    lab.remove('assets/results/line-fit/default');
    await orphanedJobs(lab);
    await until('the runs are done without it', () => !open().some((line) => line.includes('_')));
    const child = lab.start(...lineFit);
    const end = ended(child);
    await says(child, /line-fit\/default: 3 runs.*; its jobs of \d+-\d+ are still queued or running: attached/);
    cluster.slurm('scontrol', 'release', conclusion());
    const { code, out, err } = await end;
    assert.equal(code, 0, err + out);
    // Nothing was submitted twice.
    assert.equal(lab.submitted('submission.json').match(/"schemaVersion"/g)?.length, 1);
    const bytes = outcomeOf(lab, 'line-fit/default');
    assert.equal((await lab.run('reproduce', 'line-fit', '--profile', 'default', '--force')).code, 0);
    assert.equal(outcomeOf(lab, 'line-fit/default'), bytes);
  });

  test('jobs of an older state of the config are cancelled, and new ones submitted', async (t) => {
    const lab = slurmLab(t, cluster);
    lab.remove('assets/results/line-fit/default');
    await orphanedJobs(lab);
    const old = conclusion();
    lab.edit('experiments/line-fit/config.yaml', 'steps: 40', 'steps: 50');
    const { code, out, err } = await lab.reproduce(...lineFit);
    assert.equal(code, 0, err + out);
    assert.doesNotMatch(err, /attached/);
    // All jobs, for one that Slurm has forgotten meanwhile cannot be asked for.
    const jobs = cluster.slurm('squeue', '--noheader', '--states=all', '--format=%i %T').split('\n');
    assert.ok(jobs.filter((job) => job.startsWith(`${old} `)).every((job) => job === `${old} CANCELLED`));
    assert.equal(lab.submitted('submission.json').match(/"schemaVersion"/g)?.length, 2);
  });

  test('a controller that is down is one clear error, and the earlier result stays', async (t) => {
    const lab = slurmLab(t, cluster);
    const before = lab.snapshot('assets');
    await cluster.stopController();
    try {
      const { code, out, err } = await lab.reproduce(...lineFit, '--force');
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
});

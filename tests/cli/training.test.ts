import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { decodeCheckpoint } from '../../runners/src/train/checkpoint-file.ts';
import { launcher, repository, scratchRoot } from './scratch-root.ts';

/** A root with a network that trains for a second or more: 1600 steps. */
function trainingLab(t: TestContext, batchSize: number) {
  const lab = scratchRoot(t);
  for (const id of ['spectra-dataset', 'spectra-mlp']) {
    cpSync(join(repository, 'experiments', id), lab.path(`experiments/${id}`), { recursive: true });
  }
  const config = 'experiments/spectra-mlp/config.yaml';
  lab.edit(config, 'hidden: [16], epochs: 40, batchSize: 64', `hidden: [64], epochs: 400, batchSize: ${batchSize}`);
  lab.edit(config, 'sweep: { snr: [5, 10] }', 'sweep: { snr: [5] }');
  return lab;
}

type Lab = ReturnType<typeof trainingLab>;
const args = ['reproduce', 'spectra-mlp', '--profile', 'smoke', '--json'];
const outcome = 'assets/results/spectra-mlp/smoke/outcome.json';

function latestCheckpoint(lab: Lab): string | undefined {
  const folder = lab.path('.factory/checkpoints');
  if (!existsSync(folder)) return undefined;
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const name = names.find((each) => each.endsWith('latest.checkpoint'));
  return name && join(folder, name);
}

/** Steps of the latest checkpoint; 0 without one. */
function stepsKept(lab: Lab): number {
  const file = latestCheckpoint(lab);
  return file ? (decodeCheckpoint(readFileSync(file), file).progress as { step: number }).step : 0;
}

/** Reproduces until a checkpoint of so many steps is there, then ends it by a signal. */
function stopAt(lab: Lab, step: number, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [launcher, ...args, '--root', lab.root], { stdio: 'ignore' });
    let stopped = false;
    const watch = setInterval(() => {
      if (stepsKept(lab) < step) return;
      clearInterval(watch);
      stopped = true;
      child.kill(signal);
    }, 5);
    child.on('close', () => {
      clearInterval(watch);
      if (stopped) resolve();
      else reject(new Error('it ended by itself'));
    });
  });
}

suite('a training on the command line', { concurrency: 1 }, () => {
  test('goes on from its checkpoint after kill -9 and after Ctrl-C, to the same bytes', async (t) => {
    const lab = trainingLab(t, 64);
    await stopAt(lab, 500, 'SIGKILL');
    await stopAt(lab, 1000, 'SIGINT');
    assert.ok(stepsKept(lab) >= 1000);
    assert.ok(!lab.exists(outcome));

    const file = latestCheckpoint(lab)!;
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, 1000));
    const truncated = await lab.run(...args);
    assert.equal(truncated.code, 1);
    const message = `experiments/spectra-mlp/config.yaml: ${file} is no checkpoint that can be read: it has 1000 bytes of`;
    assert.ok(truncated.out.includes(message), truncated.out);
    assert.ok(!lab.exists(outcome));

    writeFileSync(file, whole);
    assert.equal((await lab.run(...args)).code, 0);
    assert.equal(latestCheckpoint(lab), undefined);
    const bytes = lab.read(outcome);
    assert.equal((await lab.run(...args, '--force')).code, 0);
    assert.equal(lab.read(outcome), bytes);
  });

  test('names the value in the config that is too large for memory or for the data', async (t) => {
    const lab = trainingLab(t, 1e12);
    const { code, out } = await lab.run(...args);
    assert.equal(code, 1);
    assert.match(
      out,
      /experiments\/spectra-mlp\/config\.yaml: params\.batchSize: 1000000000000: there is not enough memory for such a batch .*\)\. Choose a smaller/,
    );
    assert.ok(lab.exists('assets/results/spectra-dataset/smoke/outcome.json'));

    lab.edit('experiments/spectra-mlp/config.yaml', 'components: 16', 'components: 5000');
    const larger = await lab.run(...args);
    assert.equal(larger.code, 1);
    assert.match(larger.out, /experiments\/spectra-mlp\/config\.yaml: .*params\.components: 5000: Too big/);
  });
});

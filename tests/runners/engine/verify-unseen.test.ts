import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { loadForRunning, workspaceOf } from '../../../src/cli/root.ts';
import { describeBackend } from '../../../runners/src/engine/backends.ts';
import { createExecutor, type Executor } from '../../../runners/src/engine/executor.ts';
import { reproduce } from '../../../runners/src/engine/reproduce.ts';
import { runEnvironment } from '../../../runners/src/engine/run-environment.ts';
import { verify } from '../../../runners/src/engine/verify.ts';
import type { Job } from '../../../runners/src/engine/worker.ts';
import { scratchRoot } from '../../cli/scratch-root.ts';

const options = {
  profiles: ['smoke' as const],
  threads: 1,
  memoryMiB: 4096,
  timeoutSeconds: null,
  backend: describeBackend('wasm'),
  emit: () => {},
  signal: new AbortController().signal,
};

/** An executor that performs runs and keeps what they were given, as the worker would see it. */
function probe(): { jobs: Job[]; executor: Executor } {
  const executor = createExecutor(options);
  const jobs: Job[] = [];
  return {
    jobs,
    executor: {
      ...executor,
      perform(job, onProgress) {
        jobs.push(structuredClone(job));
        return executor.perform(job, onProgress);
      },
    },
  };
}

/** Every value of a job by its path, e.g. `checkpoints.folder`. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, item]) => leaves(item, path ? `${path}.${key}` : key));
}

suite('a run cannot tell a verification from a reproduction', () => {
  test('by the job that it is given', async (t) => {
    const lab = scratchRoot(t);
    const workspace = workspaceOf(await loadForRunning(lab.root));
    const [made, verified] = [probe(), probe()];
    const ends = await reproduce(workspace, { ...options, force: true, executor: made.executor });
    assert.deepEqual(
      ends.map(({ status }) => status),
      ['ran', 'ran'],
    );
    const { verified: results } = await verify(workspace, { ...options, executor: verified.executor });
    assert.deepEqual(
      results.map(({ result }) => result),
      ['equal', 'equal'],
    );
    assert.equal(made.jobs.length, 2);
    for (const [i, job] of made.jobs.entries()) {
      const [one, other] = [leaves(job), leaves(verified.jobs[i])];
      assert.deepEqual(
        other.map(([path]) => path),
        one.map(([path]) => path),
      );
      const differing = one.filter(([, value], at) => value !== other[at][1]).map(([path]) => path);
      assert.deepEqual(differing, ['cacheFolder', 'checkpoints.folder', 'artefacts.folder']);
      for (const [path, value] of other) {
        assert.doesNotMatch(String(value).replace(lab.root, ''), /verif/i, path);
        if (differing.includes(path)) assert.ok(String(value).startsWith(lab.path('.factory/')), path);
      }
    }
  });

  test('by its environment', () => {
    const told = {
      npm_lifecycle_event: 'verify',
      npm_config_argv: '--verify',
      GITHUB_JOB: 'verify',
      _: 'x',
      CI_JOB_NAME: 'v',
    };
    assert.deepEqual(runEnvironment({ PATH: '/bin', LD_LIBRARY_PATH: '/lib', ...told }), {
      PATH: '/bin',
      LD_LIBRARY_PATH: '/lib',
    });
  });

  test('by the kind of its folders: a verification keeps checkpoints, in a scratch that goes', async (t) => {
    const lab = scratchRoot(t);
    const workspace = workspaceOf(await loadForRunning(lab.root));
    const { jobs, executor } = probe();
    await verify(workspace, { ...options, ids: ['line-fit'], executor });
    const [{ checkpoints, cacheFolder }] = jobs;
    assert.ok(checkpoints);
    assert.match(cacheFolder.slice(lab.root.length), /^\/\.factory\/work\/[\w-]+\/\.factory\/cache\/data$/);
    assert.ok(!lab.exists('.factory/work') || Object.keys(lab.snapshot('.factory/work')).length === 0);
  });
});

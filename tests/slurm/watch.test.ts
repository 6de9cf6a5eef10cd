import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { resolveConfig, experimentConfigSchema } from '@paper-factory/runners/schema';
import type { EngineEvent } from '../../runners/src/engine/events.ts';
import type { Task } from '../../runners/src/engine/plan.ts';
import type { QueuedJob } from '../../runners/src/engine/slurm/queue.ts';
import { writeReport, type ElementReport } from '../../runners/src/engine/slurm/element-report.ts';
import { watch, type WatchedTask } from '../../runners/src/engine/slurm/watch.ts';
import { appearSeconds, atFirst, nextState } from '../../runners/src/engine/slurm/watched.ts';

const done: ElementReport = { status: 'done', reason: '', seconds: 3, outcome: null, result: null };
const queued = (job: string, element: number | null, state: string, node = ''): QueuedJob => ({
  job,
  element,
  state,
  reason: '',
  node,
  comment: '',
});

suite('the next state of a job', () => {
  const lost = queued('1', 0, 'NODE_FAIL', 'n1');

  test('a node that fails is no end while Slurm may queue the job again', () => {
    const first = nextState(atFirst, lost, null, 10);
    assert.equal(first.phase, 'running');
    const again = nextState(first, queued('1', 0, 'PENDING'), null, 12);
    assert.equal(again.phase, 'waiting');
    // The doubt begins anew.
    assert.equal(nextState(again, lost, null, 30).phase, 'running');
  });

  test('a state that stays is an end, said in words', () => {
    const first = nextState(atFirst, queued('1', 0, 'OUT_OF_MEMORY', 'n1'), null, 10);
    const last = nextState(first, queued('1', 0, 'OUT_OF_MEMORY', 'n1'), null, 20);
    assert.deepEqual([last.phase, last.reason], ['failed', 'its memory ran out; give it more with `slurm: memory`']);
  });

  test('what the job says itself counts at once', () => {
    const failed: ElementReport = { status: 'failed', reason: 'points is 1' };
    assert.equal(nextState(atFirst, queued('1', 0, 'FAILED'), failed, 0).reason, 'points is 1');
    assert.equal(nextState(atFirst, queued('1', 0, 'COMPLETED'), done, 0).phase, 'done');
    // Slurm has forgotten it.
    assert.equal(nextState(atFirst, null, done, 0).phase, 'done');
  });

  test('the failure of an attempt before is none while the job runs again', () => {
    const failed: ElementReport = { status: 'failed', reason: 'an attempt before' };
    assert.equal(nextState(atFirst, queued('1', 0, 'RUNNING', 'n1'), failed, 0).phase, 'running');
  });

  test('a result may take its time to show on a shared folder, but not for ever', () => {
    const completed = queued('1', 0, 'COMPLETED', 'n1');
    const first = nextState(atFirst, completed, null, 0);
    assert.equal(nextState(first, completed, null, appearSeconds - 1).phase, 'running');
    assert.equal(nextState(first, completed, done, appearSeconds - 1).phase, 'done');
    const never = nextState(first, null, null, appearSeconds);
    assert.equal(never.phase, 'failed');
    assert.match(never.reason, /no result of it appeared/);
  });
});

/** Two tasks, `above` and `below`, and a cluster that says what the test wants, second by second. */
function watching(t: TestContext, answer: (second: number) => QueuedJob[]) {
  const root = mkdtempSync(join(tmpdir(), 'paper-factory-'));
  t.after(() => rmSync(root, { recursive: true }));
  const taskOf = (id: string, upstream: string[]): Task => {
    const profiles = { smoke: {}, default: {} };
    const config = {
      schemaVersion: 1,
      id,
      suite: 'tiny',
      runner: 'tiny/line-fit',
      title: id,
      upstream,
      seeds: [1, 2],
      profiles,
    };
    const resolved = resolveConfig(experimentConfigSchema.parse(config), 'smoke')!;
    const runs = [1, 2].map((seed) => ({ seed, point: {} }));
    return { name: `${id}/smoke`, id, profile: 'smoke', config: resolved, runs };
  };
  const watched = (task: Task, array: string, conclusion: string): WatchedTask => {
    const runs = [0, 1].map((part) => ({
      task,
      part,
      job: `${array}_${part}`,
      log: join(root, `${task.id}-${part}.log`),
    }));
    const last = { task, part: 'conclude' as const, job: conclusion, log: join(root, `${task.id}-conclude.log`) };
    return { task, reason: 'stale', parts: [...runs, last] };
  };
  const tasks = [watched(taskOf('above', []), '1', '2'), watched(taskOf('below', ['above']), '3', '4')];
  const events: EngineEvent[] = [];
  const cancelled: string[][] = [];
  const controller = new AbortController();
  let second = 0;
  const host = {
    root,
    client: {
      submit: () => Promise.reject(new Error('nothing is submitted here')),
      queue: async () => answer(second),
      cancel: async (jobs: readonly string[]) => void cancelled.push([...jobs]),
      maxArraySize: () => Promise.resolve(1001),
    },
    backend: 'wasm',
    emit: (event: EngineEvent) => void events.push(event),
    signal: controller.signal,
    outcomeDigest: () => null,
    seconds: () => second,
    pause: async (seconds: number) => void (second += seconds),
  };
  return { root, events, cancelled, controller, watch: () => watch(tasks, host) };
}

const all = (state: string) => [0, 1].flatMap((i) => [queued('1', i, state), queued('3', i, state)]);

suite('watching jobs', () => {
  test('tasks end with their conclusions', async (t) => {
    const cluster = watching(t, (second) => all(second < 3 ? 'RUNNING' : 'COMPLETED'));
    for (const id of ['above', 'below']) {
      for (const part of [0, 1, 'conclude'] as const) writeReport(cluster.root, `${id}-smoke-${part}`, done);
    }
    const ends = await cluster.watch();
    assert.deepEqual(
      ends.map(({ id, status, seconds }) => [id, status, seconds]),
      [
        ['above', 'ran', 3],
        ['below', 'ran', 3],
      ],
    );
    const states = cluster.events.flatMap((event) => (event.event === 'jobs' ? [event.state] : []));
    assert.deepEqual([...new Set(states)], ['RUNNING', 'COMPLETED']);
  });

  test('one run that fails ends its task when the others are done, and all that rests on it', async (t) => {
    const cluster = watching(t, (second) => [
      queued('1', 0, 'FAILED', 'n1'),
      queued('1', 1, second < 5 ? 'RUNNING' : 'COMPLETED', 'n2'),
      queued('2', null, 'CANCELLED'),
      ...[0, 1].map((i) => queued('3', i, 'PENDING')),
    ]);
    writeReport(cluster.root, 'above-smoke-0', { status: 'failed', reason: 'points is 1' });
    writeReport(cluster.root, 'above-smoke-1', done);
    writeFileSync(join(cluster.root, 'above-0.log'), 'error: points is 1\n');
    const ends = await cluster.watch();
    assert.deepEqual(
      ends.map(({ status, reason }) => [status, reason]),
      [
        ['failed', 'points is 1 (job 1_0, log above-0.log)'],
        ['failed', 'upstream above failed'],
      ],
    );
    assert.ok(cluster.cancelled.flat().includes('3') && cluster.cancelled.flat().includes('4'));
    const logs = cluster.events.filter(({ event }) => event === 'log');
    assert.deepEqual(logs, [
      { event: 'log', id: 'above', profile: 'smoke', file: 'above-0.log', lines: ['error: points is 1'] },
    ]);
  });

  test('the signal cancels what has not ended', async (t) => {
    const cluster = watching(t, (second) => {
      if (second > 3) cluster.controller.abort();
      return all('RUNNING');
    });
    const ends = await cluster.watch();
    assert.deepEqual(
      ends.map(({ reason }) => reason),
      ['stopped', 'stopped'],
    );
    assert.deepEqual(cluster.cancelled, [['1', '2', '3', '4']]);
  });

  const silence = (from: number, to: number) => (second: number) => {
    if (second >= from && second < to) throw new Error('Unable to contact slurm controller');
    return all(second < to ? 'RUNNING' : 'COMPLETED');
  };

  test('a controller that is away for some minutes changes nothing', async (t) => {
    const cluster = watching(t, silence(5, 200));
    for (const id of ['above', 'below']) {
      for (const part of [0, 1, 'conclude'] as const) writeReport(cluster.root, `${id}-smoke-${part}`, done);
    }
    assert.ok((await cluster.watch()).every(({ status }) => status === 'ran'));
  });

  test('a controller that stays away is told of, and nothing is cancelled', async (t) => {
    const cluster = watching(t, silence(5, 10_000));
    await assert.rejects(cluster.watch(), /Unable to contact slurm controller/);
    assert.deepEqual(cluster.cancelled, []);
  });
});

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { EngineEvent } from '../../../runners/src/engine/events.ts';
import type { Executor } from '../../../runners/src/engine/executor.ts';
import { measureBeside } from '../../../runners/src/engine/other-backend.ts';
import { loadForRunning, workspaceOf } from '../../../src/cli/root.ts';
import { scratchRoot } from '../../cli/scratch-root.ts';
import { resultOf } from './stored-run.ts';

const lock = '.factory/locks/line-fit.smoke.lock';
const measurements = 'assets/results/line-fit/smoke/measurements.json';

suite('measuring on another backend', () => {
  test('is done by one process at a time, and once', async (t) => {
    const lab = scratchRoot(t);
    assert.equal((await lab.run('reproduce', 'line-fit', '--profile', 'smoke')).code, 0);
    const workspace = workspaceOf(await loadForRunning(lab.root));
    let performed = 0;
    const executor: Executor = {
      async perform() {
        performed += 1;
        assert.ok(lab.exists(lock), 'a reproduce of the same task waits meanwhile');
        await new Promise((resolve) => setTimeout(resolve, 100));
        return { kind: 'done', result: resultOf(2), artefacts: {}, seconds: 1, cpuSeconds: 1, peakMemoryMiB: 1 };
      },
      close: () => {},
    };
    const events: EngineEvent[] = [];
    const measure = () =>
      measureBeside(workspace, {
        ids: ['line-fit'],
        profiles: ['smoke'],
        threads: 1,
        memoryMiB: Infinity,
        timeoutSeconds: null,
        backend: { name: 'node', version: 'of this test' },
        emit: (event) => void events.push(event),
        signal: new AbortController().signal,
        executor,
      });
    const both = await Promise.all([measure(), measure()]);
    assert.deepEqual(
      both.flatMap((ends) => ends.map(({ status }) => status)).sort(),
      ['fresh', 'ran'],
      JSON.stringify(both),
    );
    assert.equal(performed, 1);
    assert.ok(events.some(({ event }) => event === 'waiting'));
    assert.ok(!lab.exists(lock));
    assert.equal(JSON.parse(lab.read(measurements)).measurements.length, 1);
  });
});

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { EngineEvent } from '../../../runners/src/engine/events.ts';
import { verify } from '../../../runners/src/engine/verify.ts';
import { loadForRunning, workspaceOf } from '../../../src/cli/root.ts';
import { createProgressView } from '../../../src/cli/progress-view.ts';
import { scratchRoot } from '../../cli/scratch-root.ts';

suite('a verification tells what it will execute', () => {
  test('so that there is a line for the whole of it', async (t) => {
    const lab = scratchRoot(t);
    const workspace = workspaceOf(await loadForRunning(lab.root));
    const events: EngineEvent[] = [];
    let shown = '';
    const err = (text: string) => void (shown += text);
    const terminal = { live: true, width: 80, height: 24, color: false, env: {}, cwd: '/', out: err, err };
    const view = createProgressView({ ...terminal, signal: new AbortController().signal });
    await verify(workspace, {
      profiles: ['default'],
      threads: 1,
      memoryMiB: Infinity,
      timeoutSeconds: null,
      backend: { name: 'wasm', version: '1' },
      emit(event) {
        events.push(event);
        view.show(event);
      },
      signal: new AbortController().signal,
      executor: { perform: () => Promise.resolve({ kind: 'failed', message: 'not here' }), close: () => {} },
    });
    view.close();
    const plans = events.filter((event) => event.event === 'plan');
    assert.deepEqual(
      plans.map(({ id, runs, kept, status, expectedSeconds }) => [id, runs, kept, status, Number(expectedSeconds) > 0]),
      [
        ['line-fit', 3, 0, 'verify', true],
        ['slope-error', 1, 0, 'verify', true],
      ],
    );
    assert.match(shown, /\d of 4 runs/);
  });
});

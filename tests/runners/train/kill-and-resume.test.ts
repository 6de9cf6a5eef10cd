import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { createRandom } from '../../../runners/src/random.ts';
import type { Message } from './training-process.ts';

const script = join(import.meta.dirname, 'training-process.ts');

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'paper-factory-train-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface Ended {
  signal: string | null;
  /** First and last step that was seen. */
  first: number;
  last: number;
  end?: { weights: string; result: string };
}

/** Trains in a process of its own that is killed after the given step, if any. */
function trainUntil(folder: string, kill = Infinity): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = fork(script, [folder], { execArgv: [] });
    const ended: Ended = { signal: null, first: 0, last: 0 };
    child.on('message', (message: Message) => {
      if (!('step' in message)) {
        ended.end = message;
        return;
      }
      ended.first ||= message.step;
      ended.last = message.step;
      if (message.step >= kill) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', (_code, signal) => resolve({ ...ended, signal }));
  });
}

const checkpoints = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => name.endsWith('.checkpoint'))
      .sort()
      .map((name) => [name, readFileSync(join(folder, name)).toString('base64')]),
  );

test('a training killed at five random moments ends with the bytes of one left alone', async (t) => {
  const [alone, killed] = [temporaryFolder(t), temporaryFolder(t)];
  const whole = await trainUntil(alone);
  assert.ok(whole.end);
  assert.equal(whole.first, 1);
  const last = whole.last;

  const random = createRandom(1, 'kill');
  const moments = Array.from({ length: 5 }, () => 1 + random.int(last - 20)).sort((a, b) => a - b);
  let reached = 0;
  for (const moment of moments) {
    const { signal, first, last: now } = await trainUntil(killed, Math.max(moment, reached + 1));
    assert.equal(signal, 'SIGKILL');
    // It went on from the last checkpoint, not from the start.
    if (reached >= 7) assert.ok(first > 1 && first <= reached + 1, `at ${first} after ${reached}`);
    reached = now;
  }
  const resumed = await trainUntil(killed);
  assert.equal(resumed.signal, null);
  assert.ok(resumed.first > 1);
  assert.deepEqual(resumed.end, whole.end);
  assert.deepEqual(checkpoints(killed), checkpoints(alone));
  t.diagnostic(`killed after steps ${moments.join(', ')} of ${last}`);
});

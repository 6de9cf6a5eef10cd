import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { EngineEvent } from '@paper-factory/runners/engine';
import { createProgressView } from '../../src/cli/progress-view.ts';
import { createWholeProgress } from '../../src/cli/whole-progress.ts';

/** A view on a terminal of this size, with a clock that the test moves. */
function viewOn({ live = true, width = 100, height = 24 } = {}) {
  const clock = { ms: 0 };
  let text = '';
  const terminal = {
    ...{ live, width, height, color: false, env: {}, cwd: '/', signal: new AbortController().signal },
    out: () => {},
    err: (more: string) => void (text += more),
  };
  const view = createProgressView(terminal, () => clock.ms);
  const show = (event: EngineEvent, ms = 1000) => {
    clock.ms += ms;
    view.show(event);
  };
  return { show, close: view.close, text: () => text, screen: () => screenOf(text) };
}

/** What a terminal shows after these bytes: moves up, clears to the end of a line and of the screen. */
function screenOf(text: string): string[] {
  const rows: string[] = [''];
  let row = 0;
  for (const part of text.replaceAll('\u001b', '␛').match(/␛\[\d*[AJK]|\r|\n|[^␛\r\n]+/g) ?? []) {
    const up = /^␛\[(\d+)A$/.exec(part);
    if (up) row -= Number(up[1]);
    else if (part === '␛[J') rows.splice(row, Infinity, '');
    else if (part === '\n') rows[++row] ??= '';
    else if (part !== '\r' && part !== '␛[K') rows[row] = part;
  }
  return rows.slice(0, -1);
}

const plan = (id: string, runs: number, expectedSeconds: number | null, kept = 0): EngineEvent => ({
  ...{ event: 'plan', id, profile: 'default', runs, kept, status: 'stale', reason: '' },
  ...{ expectedSeconds, expectedMemoryMiB: null },
});
const progress = (id: string, seed: number, done: number, total = 100): EngineEvent => ({
  ...{ event: 'progress', id, profile: 'default', seed, point: {}, done, total, note: 'loss 0.5' },
});
const ran = (id: string, seed: number, status: 'ran' | 'kept' = 'ran'): EngineEvent => ({
  ...{ event: 'run', id, profile: 'default', seed, status, reason: '', backend: 'wasm', seconds: 10 },
});
const ended = (id: string, status: 'ran' | 'fresh'): EngineEvent => ({
  ...{ event: 'task-end', id, profile: 'default', status, reason: '', seconds: 10 },
});

suite('progress on a live terminal', () => {
  test('has a bar for each run and a line for the whole, and leaves nothing behind', () => {
    const { show, screen, close } = viewOn();
    show(plan('a', 2, 20));
    show(plan('b', 1, 10));
    show(progress('a', 1, 10));
    show(progress('a', 1, 20));
    assert.deepEqual(screen(), [
      `  ${'█'.repeat(5)}${'░'.repeat(19)} a/default seed 1  8.0 s left  loss 0.5`,
      '  0 of 3 runs, about 56 s left',
    ]);
    show(ran('a', 1));
    assert.deepEqual(screen(), ['  ran a/default seed 1 in 10 s', '  1 of 3 runs, about 10 s left']);
    close();
    assert.deepEqual(screen(), ['  ran a/default seed 1 in 10 s']);
  });

  test('a run that resumes in the middle is judged by what it did since', () => {
    const { show, screen } = viewOn();
    show(progress('a', 1, 50));
    show(progress('a', 1, 60), 10_000);
    assert.match(screen()[0], /seed 1 {2}40 s left/);
  });

  test('fits a narrow and low terminal', () => {
    const { show, screen } = viewOn({ width: 40, height: 8 });
    show(plan('a', 10, 100));
    for (let seed = 1; seed <= 10; seed++) show(progress('a', seed, 10));
    const lines = screen();
    assert.equal(lines.length, 5);
    assert.ok(lines.every((line) => line.length < 40));
    assert.match(lines[4], /0 of 10 runs, about .* left, 6 m/);
  });

  test('is drawn ten times a second at most, and each drawing is one write', () => {
    const { show, text } = viewOn();
    show(progress('a', 1, 1));
    const before = text();
    for (let done = 2; done < 50; done++) show(progress('a', 1, done), 1);
    assert.equal(text(), before);
  });
});

test('progress elsewhere is plain lines', () => {
  const { show, text } = viewOn({ live: false });
  for (const event of [plan('a', 1, 10), progress('a', 1, 10), ran('a', 1), ended('a', 'ran')]) show(event);
  assert.equal(text(), '  ran a/default seed 1 in 10 s\n✓ a/default in 10 s\n');
});

suite('the whole', () => {
  test('counts no run that is in the store, and none of what turns out to be fresh', () => {
    const whole = createWholeProgress(() => 0);
    const tell = (event: EngineEvent) => {
      if (event.event === 'plan') whole.plan(event);
      if (event.event === 'run') whole.run(event, `${event.id} ${event.seed}`);
      if (event.event === 'task-end') whole.end(event);
    };
    [plan('a', 1, 60, 2), plan('b', 4, null), plan('c', 1, 60)].forEach(tell);
    [ran('a', 1, 'kept'), ran('a', 2, 'kept')].forEach(tell);
    assert.equal(whole.line(), '0 of 6 runs, about 6 min left');
    tell(ended('b', 'fresh'));
    assert.equal(whole.line(), '0 of 2 runs, about 2 min left');
  });

  test('says no time where nobody knows one', () => {
    const whole = createWholeProgress(() => 0);
    whole.plan(plan('a', 3, null) as Parameters<typeof whole.plan>[0]);
    assert.equal(whole.line(), '0 of 3 runs');
  });
});

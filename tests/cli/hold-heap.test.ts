import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';

const module = pathToFileURL(resolve(import.meta.dirname, '../../src/cli/site/hold-heap.ts')).href;

/** MiB of the young generation once it is large enough, and after much more work with so many texts. */
function youngOf(texts: number): { before: number; after: number } {
  const script = `
    import { getHeapSpaceStatistics } from 'node:v8';
    import { holdHeap } from ${JSON.stringify(module)};
    const young = () => getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size / 2 ** 20;
    let kept = [];
    const work = () => {
      for (let i = 0; i < 500_000; i++) {
        kept.push({ i });
        if (kept.length > 200_000) kept = [];
      }
    };
    for (let i = 0; i < 40 && young() < 16; i++) work();
    const before = young();
    holdHeap(${texts});
    for (let i = 0; i < 20; i++) work();
    console.log(JSON.stringify({ before, after: young() }));`;
  // The same room on every machine: by default it goes by the memory there is.
  const options = ['--max-semi-space-size=64', '--input-type=module', '-e', script];
  const { stdout, stderr } = spawnSync(process.execPath, options, { encoding: 'utf8' });
  assert.doesNotMatch(stderr, /unrecognized|illegal/i, 'every flag is one that V8 knows');
  return JSON.parse(stdout) as { before: number; after: number };
}

test('for thousands of texts the young generation stays as it is, once it is large enough', () => {
  const { before, after } = youngOf(5000);
  assert.ok(before >= 16, `${before} MiB`);
  assert.ok(after <= before, `${before} MiB, then ${after}`);
});

test('for fewer texts the heap grows as it does by default', () => {
  const { before, after } = youngOf(100);
  assert.ok(after > before, `${before} MiB, then ${after}`);
});

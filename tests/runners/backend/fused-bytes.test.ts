import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('fused-bytes.ts', import.meta.url));

function digests(threads: number): string[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, `${threads}`], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout.trim().split('\n');
}

test('fused operations give the same bytes with one thread and with three', () => {
  const one = digests(1);
  assert.equal(one.length, 6);
  assert.deepEqual(digests(3), one);
});

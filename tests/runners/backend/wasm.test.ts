import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { testBackend } from './suite.ts';

testBackend({ name: 'wasm' });

/** Ids of the sections of a wasm module. */
function sections(bytes: Uint8Array): number[] {
  const ids: number[] = [];
  for (let at = 8; at < bytes.length;) {
    ids.push(bytes[at++]);
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      size |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    at += size;
  }
  return ids;
}

test('the kernels hold no data: it would be written over the heap of tfjs', () => {
  const DATA = 11;
  const folder = new URL('../../../runners/src/backend/wasm/', import.meta.url);
  assert.ok(!sections(readFileSync(new URL('kernels.wasm', folder))).includes(DATA));
  assert.ok(sections(readFileSync(new URL('math.wasm', folder))).includes(DATA));
  const module = new WebAssembly.Module(readFileSync(new URL('kernels.wasm', folder)));
  assert.deepEqual(WebAssembly.Module.imports(module), [{ module: 'env', name: 'memory', kind: 'memory' }]);
});

test('loading prints nothing, leaves no crash handler and does it once', () => {
  const backend = new URL('../../../runners/src/backend/index.ts', import.meta.url);
  const code = `
    const { loadBackend } = await import('${backend}');
    const [a, b] = await Promise.all([loadBackend({ name: 'wasm' }), loadBackend({ name: 'wasm' })]);
    if (a !== b) throw new Error('loaded twice');
    if (process.listenerCount('uncaughtException') + process.listenerCount('unhandledRejection') > 0) {
      throw new Error('handlers left');
    }`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code]);
  assert.equal(`${stdout}${stderr}`, '');
  assert.equal(status, 0);
});

test('an unknown backend is refused by name', () => {
  assert.throws(() => loadBackend({ name: 'gpu' as 'wasm' }), /unknown backend gpu: there is wasm/);
});

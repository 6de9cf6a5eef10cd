import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../../runners/scripts/build-wasm.mjs', import.meta.url));
const committed = new URL('../../../runners/src/backend/wasm/', import.meta.url);

test('the committed modules are what their sources compile to', () => {
  const folder = mkdtempSync(join(tmpdir(), 'build-wasm-'));
  try {
    execFileSync(process.execPath, [script, folder]);
    for (const name of ['math.wasm', 'normal.wasm', 'kernels.wasm', 'trees.wasm']) {
      const equal = readFileSync(join(folder, name)).equals(readFileSync(new URL(name, committed)));
      assert.ok(equal, `${name} differs: run npm run build:wasm`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

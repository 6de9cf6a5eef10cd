import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { nodeVersion, pinEnvironment } from '../../../runners/src/backend/node-version.ts';
import { testBackend } from './suite.ts';

/** Why the native library cannot be tested here, or null. */
function fault(): string | null {
  try {
    nodeVersion(1, {});
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

const missing = fault();
if (missing !== null) test('backend node', { skip: missing }, () => {});
else {
  testBackend({ name: 'node' });

  test('the native library is the engine of the tfjs that models import', async () => {
    const backend = await loadBackend({ name: 'node' });
    assert.equal(tf.getBackend(), 'tensorflow');
    assert.equal(backend.version, nodeVersion(1, process.env));
    assert.match(backend.version, /^tfjs-node [\d.]+, libtensorflow [\d.]+, 1 thread, oneDNN up to AVX2$/);
  });

  test('the version names what changes its bits', () => {
    assert.match(nodeVersion(3, { TF_ENABLE_ONEDNN_OPTS: '0' }), /, 3 threads, oneDNN off$/);
    assert.match(nodeVersion(1, { ONEDNN_MAX_CPU_ISA: 'SSE41' }), /, 1 thread, oneDNN up to SSE41$/);
  });
}

test('threads are pinned whatever the environment says; the rest only where it says nothing', () => {
  const environment = { OMP_NUM_THREADS: '8', ONEDNN_MAX_CPU_ISA: 'SSE41', TF_ENABLE_ONEDNN_OPTS: '' };
  pinEnvironment(2, environment);
  assert.deepEqual(environment, {
    TF_NUM_INTRAOP_THREADS: '2',
    TF_NUM_INTEROP_THREADS: '1',
    OMP_NUM_THREADS: '2',
    TF_ENABLE_ONEDNN_OPTS: '1',
    ONEDNN_MAX_CPU_ISA: 'SSE41',
    TF_CPP_MIN_LOG_LEVEL: '2',
  });
});

import { createRequire, syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

/**
 * Starts tfjs's own wasm backend as it is shipped, for comparison. Under Node it has one thread; more need three repairs:
 * the flag that switches them off, the workers, which it starts from a `blob:` address that Node refuses, and the size of
 * its pool, which it cuts to half of the processors that it sees.
 */
export async function startStock(threads: number): Promise<void> {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'));
  setWasmPaths(join(folder, 'dist/'));
  const realCpus = os.cpus;
  if (threads > 1) {
    const script = join(folder, 'wasm-out/tfjs-backend-wasm-threaded-simd');
    const { wasmWorkerContents } = require(`${script}.worker.js`) as { wasmWorkerContents: string };
    const importScripts = `(0, eval)(require('fs').readFileSync(${JSON.stringify(`${script}.js`)}, 'utf8'))`;
    const code = `${wasmWorkerContents.replaceAll('\n', '\\n')}\n;globalThis.importScripts = () => ${importScripts};`;
    class EvalWorker extends Worker {
      constructor() {
        super(code, { eval: true });
        this.unref();
      }
    }
    Object.defineProperty(globalThis, 'Worker', { configurable: true, get: () => EvalWorker, set: () => {} });
    os.cpus = () => Array.from({ length: 2 * threads }, () => realCpus()[0]);
    syncBuiltinESMExports();
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', true);
    setThreadsCount(threads);
  }
  await tf.setBackend('wasm');
  await tf.ready();
  os.cpus = realCpus;
  syncBuiltinESMExports();
}

import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

const CRASH_EVENTS = ['uncaughtException', 'unhandledRejection'] as const;

/** Emscripten's start-up code installs handlers that rethrow whatever fails in the process: takes them out again. */
async function withoutCrashHandlers(start: () => Promise<void>): Promise<void> {
  const before = CRASH_EVENTS.map((event) => process.rawListeners(event));
  await start();
  for (const [i, event] of CRASH_EVENTS.entries()) {
    for (const listener of process.rawListeners(event)) {
      if (!before[i].includes(listener)) process.removeListener(event, listener as () => void);
    }
  }
}

/**
 * Stands for the eight threads that the threaded build starts beforehand and, with a pool of one thread, never uses. It
 * says that it has loaded, which the start-up waits for.
 */
class IdleWorker {
  #listener: ((message: object) => void) | undefined;
  on(event: string, listener: (message: object) => void): void {
    if (event === 'message') this.#listener = listener;
  }
  postMessage({ cmd }: { cmd: string }): void {
    if (cmd === 'load') setImmediate(() => this.#listener?.({ cmd: 'loaded' }));
  }
  unref(): void {}
}

async function withIdleWorkers(start: () => Promise<void>): Promise<void> {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'Worker');
  // Emscripten assigns Node's own class: the setter drops it.
  Object.defineProperty(globalThis, 'Worker', { configurable: true, get: () => IdleWorker, set: () => {} });
  try {
    await start();
  } finally {
    if (before) Object.defineProperty(globalThis, 'Worker', before);
    else Reflect.deleteProperty(globalThis, 'Worker');
  }
}

/**
 * Makes WebAssembly the backend of TensorFlow.js, in the build whose heap is a shared memory, so that a team of threads
 * can work on it. tfjs switches that build off under Node, where its own threads do not start; they are not needed.
 * Nothing is fetched: the binary is the one in `node_modules`.
 */
export async function startTfjs(): Promise<void> {
  const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json'));
  setWasmPaths(join(folder, 'dist') + sep);
  setThreadsCount(1);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', true);
  tf.enableProdMode();
  await withoutCrashHandlers(() =>
    withIdleWorkers(async () => {
      if (!(await tf.setBackend('wasm'))) throw new Error('tfjs could not start its wasm backend');
      await tf.ready();
    }),
  );
}

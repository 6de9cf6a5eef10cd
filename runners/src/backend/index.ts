import * as tf from '@tensorflow/tfjs';
import { backendNames, type Backend, type BackendName, type BackendOptions } from './backend.ts';
import { createCpuBackend } from './cpu.ts';
import { repairGradients } from './gradients/register.ts';
import { createNodeBackend } from './node.ts';
import { explainMissingOperations } from './unsupported.ts';
import { createWasmBackend } from './wasm/backend.ts';

export type { AdamCoefficients, Backend, BackendName, BackendOptions } from './backend.ts';

const loaders: Partial<Record<BackendName, (threads: number) => Promise<Backend>>> = {
  wasm: createWasmBackend,
  node: createNodeBackend,
  cpu: createCpuBackend,
};
/** What tfjs calls them. */
const tfjsNames: Record<BackendName, string> = { wasm: 'wasm', node: 'tensorflow', cpu: 'cpu' };
const loaded = new Map<BackendName, Promise<Backend>>();

/**
 * Makes a backend that of TensorFlow.js in this process; call it before the first operation. A second call with its name
 * gives the same backend, with the threads of the first, and makes it that of TensorFlow.js again.
 */
export function loadBackend({ name, threads = 1 }: BackendOptions): Promise<Backend> {
  const load = loaders[name];
  if (!load) throw new Error(`unknown backend ${name}: there is ${backendNames.join(', ')}`);
  if (!Number.isInteger(threads) || threads < 1) throw new Error(`a backend has 1 thread or more, not ${threads}`);
  repairGradients();
  explainMissingOperations();
  let backend = loaded.get(name);
  if (!backend) loaded.set(name, (backend = load(threads)));
  return backend.then(async (ready) => {
    // Another one may have been loaded since.
    if (tf.getBackend() !== tfjsNames[name]) await tf.setBackend(tfjsNames[name]);
    return ready;
  });
}

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
const loaded = new Map<BackendName, Promise<Backend>>();

/**
 * Makes a backend that of TensorFlow.js in this process; call it before the first operation. A second call gives the same
 * backend, with the threads of the first.
 */
export function loadBackend({ name, threads = 1 }: BackendOptions): Promise<Backend> {
  const load = loaders[name];
  if (!load) throw new Error(`unknown backend ${name}: there is ${backendNames.join(', ')}`);
  repairGradients();
  explainMissingOperations();
  let backend = loaded.get(name);
  if (!backend) loaded.set(name, (backend = load(threads)));
  return backend;
}

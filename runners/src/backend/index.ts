import type { Backend, BackendName } from './backend.ts';
import { createWasmBackend } from './wasm/backend.ts';

export type { AdamCoefficients, Backend, BackendName } from './backend.ts';

const loaders: Record<BackendName, () => Promise<Backend>> = { wasm: createWasmBackend };
const loaded = new Map<BackendName, Promise<Backend>>();

/**
 * Makes `name` the backend of TensorFlow.js in this process; call it before the first operation. A second call gives
 * the same backend.
 */
export function loadBackend(name: BackendName): Promise<Backend> {
  const load = loaders[name];
  if (!load) throw new Error(`unknown backend ${name}: there is ${Object.keys(loaders).join(', ')}`);
  let backend = loaded.get(name);
  if (!backend) loaded.set(name, (backend = load()));
  return backend;
}

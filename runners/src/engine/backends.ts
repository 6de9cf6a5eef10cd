import { wasmVersion } from '../backend/wasm/version.ts';
import type { BackendName } from '../backend/backend.ts';
import { UserError, type Provenance } from '../schema/index.ts';

/** Backends that runs can use; `wasm` is the reference, whose bytes are compared. */
const availableBackends = ['wasm'] as const;

/** Name and version of a backend, for provenance. @throws {UserError} for an unknown one. */
export function describeBackend(name: string): Provenance['backend'] & { name: BackendName } {
  if (name === 'wasm') return { name, version: wasmVersion() };
  throw new UserError(`there is no backend "${name}"`, { hint: `Known: ${availableBackends.join(', ')}.` });
}

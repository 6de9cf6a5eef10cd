import type { BackendName } from '../backend/backend.ts';
import { nodeVersion } from '../backend/node-version.ts';
import { wasmVersion } from '../backend/wasm/version.ts';
import type { Executed } from '../schema/index.ts';
import { UserError } from '../schema/user-error.ts';

/** What a run computes with, as provenance records it. */
export type RunBackend = Executed['backend'] & { name: BackendName };

const versions: Partial<Record<string, () => string>> = {
  wasm: wasmVersion,
  // Runs are what goes side by side: each uses one thread, so that its numbers do not depend on how many there are.
  node: () => nodeVersion(1, process.env),
};

/**
 * Name and version of a backend that runs can use, without loading it. `wasm` is the reference, whose bytes are compared.
 * @throws {UserError} for an unknown one, or one that is not set up here.
 */
export function describeBackend(name: string): RunBackend {
  const version = versions[name];
  if (version) return { name: name as BackendName, version: version() };
  throw new UserError(`there is no backend "${name}"`, { hint: `Known: ${Object.keys(versions).join(', ')}.` });
}

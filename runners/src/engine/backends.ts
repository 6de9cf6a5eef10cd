import type { Provenance } from '../schema/index.ts';
import { UserError } from '../schema/index.ts';
import { digest } from './canonical.ts';
import { readFileSync } from 'node:fs';
import { keyPackages } from './keys.ts';

/** Backends that runs can use; `wasm` is the reference, whose bytes are compared. */
export const availableBackends = ['wasm'] as const;

/** Name and version of a backend, for provenance. @throws {UserError} for an unknown one. */
export function describeBackend(name: string): Provenance['backend'] {
  if (name !== 'wasm') {
    throw new UserError(`there is no backend "${name}"`, { hint: `Known: ${availableBackends.join(', ')}.` });
  }
  const kernels = readFileSync(new URL('../backend/wasm/kernels.wasm', import.meta.url));
  return { name, version: `tfjs ${keyPackages()['@tensorflow/tfjs']}, kernels ${digest(kernels).slice(0, 12)}` };
}

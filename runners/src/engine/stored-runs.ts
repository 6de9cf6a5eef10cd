import { canonicalJson } from './canonical.ts';
import type { RunStore } from './run-store.ts';
import type { Executed } from '../schema/index.ts';

/**
 * Whether the store has a run by a backend, going by names and sizes: that its bytes are whole is seen when it is used.
 */
export function isStored({ manifests, objects }: RunStore, key: string, by: Executed['backend']): boolean {
  const wanted = canonicalJson(by);
  return manifests(key).some(
    ({ backend, result, artefacts }) =>
      canonicalJson(backend) === wanted && [result, ...Object.values(artefacts)].every((digest) => objects.has(digest)),
  );
}

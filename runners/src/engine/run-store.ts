import { join } from 'node:path';
import { canonicalJson, digest } from './canonical.ts';
import type { RunResult } from './experiment.ts';
import { createObjectStore, entriesOf, type ObjectStore } from './object-store.ts';
import { decodeResult, encodeResult } from './result-codec.ts';
import { blobsOf, entryName, isEntryName, isRunKey, parseManifest, type RunManifest } from './run-manifest.ts';
import { readFromStore, removeQuietly, writeIntoStore } from './store-files.ts';

/** A measurement with its result. */
export interface StoredRun {
  manifest: RunManifest;
  result: RunResult;
}

/** What the caller knows of a measurement; the store adds the digest of its result. */
export type Measurement = Omit<RunManifest, 'schemaVersion' | 'result' | 'artefacts'>;

/** Every measurement of every run: `.factory/store/runs/<2 digits>/<run key>/<entry>.json`. */
export interface RunStore {
  objects: ObjectStore;
  /**
   * The first measurement by a backend that is whole: its result and every artefact are there with the right bytes, which
   * are read for that. A later one, such as a verification, never takes the place of what was published.
   * @param result Digest of the result where only that one will do.
   */
  find(key: string, backend: RunManifest['backend'], result?: string): StoredRun | null;
  /** Everything that was ever measured for a key and can still be read, oldest first. */
  all(key: string): StoredRun[];
  /** The same without results. */
  manifests(key: string): RunManifest[];
  /**
   * Keeps a measurement; artefacts must be in `objects` already.
   * @throws {UserError} where the result has not the shape of one, the disk is full or the folder cannot be written.
   */
  write(measurement: Measurement, result: RunResult, artefacts: Record<string, string>): RunManifest;
  /** Keeps a measurement whose blobs are in `objects` already. */
  writeManifest(manifest: RunManifest): void;
  /** Where the measurements of a key lie. */
  folderOf(key: string): string;
}

export interface RunStoreEffects {
  /** Told of a blob or manifest that was spoilt; it is removed and counts as missing. */
  onCorrupted?(file: string): void;
}

/** Digest of the blob of a result. */
export const resultDigest = (result: RunResult): string => digest(encodeResult(result));

/** @param folder The store, e.g. `.factory/store`. */
export function createRunStore(folder: string, effects: RunStoreEffects = {}): RunStore {
  const discard = (file: string): void => {
    effects.onCorrupted?.(file);
    removeQuietly(file);
  };
  const objects = createObjectStore(folder, { onCorrupted: (_, file) => effects.onCorrupted?.(file) });
  const folderOf = (key: string): string => {
    if (!isRunKey(key)) throw new Error(`"${key}" is no run key`);
    return join(folder, 'runs', key.slice(0, 2), key);
  };

  const readManifest = (key: string, name: string): RunManifest | null => {
    const file = join(folderOf(key), name);
    const text = readFromStore(file);
    if (text === null) return null;
    const manifest = parseManifest(text.toString('utf8'));
    if (manifest?.key === key && entryName(manifest) === name) return manifest;
    discard(file);
    return null;
  };

  const manifests = (key: string, prefix = ''): RunManifest[] =>
    entriesOf(folderOf(key))
      .filter((name) => isEntryName(name) && name.startsWith(prefix))
      .map((name) => readManifest(key, name))
      .filter((manifest) => manifest !== null)
      .sort((a, b) => (a.date < b.date || (a.date === b.date && a.result < b.result) ? -1 : 1));

  const resultOf = (manifest: RunManifest): RunResult | null => {
    const bytes = objects.get(manifest.result);
    try {
      return bytes && decodeResult(bytes);
    } catch {
      // The bytes are those that were written, but by another version of the format.
      return null;
    }
  };

  return {
    objects,
    folderOf,
    manifests: (key) => manifests(key),
    find(key, backend, only) {
      for (const manifest of manifests(key, `${backend.name}-`)) {
        if (manifest.backend.name !== backend.name || manifest.backend.version !== backend.version) continue;
        if (only !== undefined && manifest.result !== only) continue;
        const result = resultOf(manifest);
        // All are checked, so that every spoilt one is told of at once.
        const whole = Object.values(manifest.artefacts).map((artefact) => objects.check(artefact));
        if (result && whole.every(Boolean)) return { manifest, result };
      }
      return null;
    },
    all(key) {
      return manifests(key).flatMap((manifest) => {
        const result = resultOf(manifest);
        return result ? [{ manifest, result }] : [];
      });
    },
    write(measurement, result, artefacts) {
      const manifest: RunManifest = {
        schemaVersion: 1,
        ...measurement,
        // The result first: a kill between the two leaves a blob that nothing refers to, which `gc` removes.
        result: objects.put(encodeResult(result)),
        artefacts,
      };
      this.writeManifest(manifest);
      return manifest;
    },
    writeManifest(manifest) {
      const checked = parseManifest(canonicalJson(manifest));
      if (!checked) throw new Error(`the manifest of ${manifest.id} does not follow the schema`);
      // What was measured first is what is published: an equal measurement adds nothing, and must not look newer.
      const there = readManifest(checked.key, entryName(checked));
      if (there && blobsOf(there).every((blob) => objects.touch(blob))) return;
      writeIntoStore(folder, join(folderOf(checked.key), entryName(checked)), `${canonicalJson(checked)}\n`);
    },
  };
}

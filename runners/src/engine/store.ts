import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { outcomeSchema, provenanceSchema, type Outcome, type Provenance } from '../schema/index.ts';
import { digest, prettyJson } from './canonical.ts';
import { writeAtomic } from './files.ts';

/** A result as it lies on the disk. `fault` says why it cannot be used. */
export interface StoredResult {
  outcome: Outcome | null;
  provenance: Provenance | null;
  /** Digest of the outcome's bytes, or null where there is none. */
  digest: string | null;
  fault: string | null;
}

const none: StoredResult = { outcome: null, provenance: null, digest: null, fault: null };

/** Small committed results: `assets/results/<id>/<profile>/{outcome,provenance}.json`. */
export interface ResultStore {
  read(id: string, profile: string): StoredResult;
  write(outcome: Outcome, provenance: Provenance): void;
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** The bytes of an outcome: the form that is compared. */
export function outcomeBytes(outcome: Outcome): string {
  return prettyJson(outcomeSchema.parse(outcome));
}

/** Opens the results below a folder. */
export function createResultStore(folder: string): ResultStore {
  const fileOf = (id: string, profile: string, name: string) => join(folder, id, profile, name);
  return {
    read(id, profile) {
      const text = readText(fileOf(id, profile, 'outcome.json'));
      if (text === null) return none;
      const result: StoredResult = { ...none, digest: digest(text) };
      try {
        result.outcome = outcomeSchema.parse(JSON.parse(text));
        const provenance = readText(fileOf(id, profile, 'provenance.json'));
        if (provenance !== null) result.provenance = provenanceSchema.parse(JSON.parse(provenance));
      } catch (error) {
        result.fault = error instanceof SyntaxError ? error.message : 'does not follow the schema';
      }
      return result;
    },
    write(outcome, provenance) {
      // The outcome first: a kill between the two leaves a provenance that does not match, hence stale, never wrong.
      writeAtomic(fileOf(outcome.id, outcome.profile, 'outcome.json'), outcomeBytes(outcome));
      const text = prettyJson(provenanceSchema.parse(provenance));
      writeAtomic(fileOf(outcome.id, outcome.profile, 'provenance.json'), text);
    },
  };
}

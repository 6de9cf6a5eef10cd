import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Outcome } from '../schema/index.ts';
import { canonicalJson } from './canonical.ts';
import { writeAtomic } from './files.ts';
import { sourceRoot } from './import-closure.ts';
import { sha256 } from './sha256.ts';

/** What a look at a result goes by. */
export interface CheckedResult {
  /** Digest of the outcome. */
  outcome: string;
  status: Outcome['status'];
  /** Key that it was executed under; null where it was imported. */
  key: string | null;
}

/**
 * Results that the schemas found good: what they say of some bytes never changes, and costs more than all else that a
 * look at a fresh result does. A result is known by the digest of its provenance, which holds that of its outcome.
 */
export interface ResultMemory {
  /** The result with a provenance of this digest; undefined for one that the present schemas have not seen. */
  recall(provenance: string): CheckedResult | undefined;
  keep(provenance: string, result: CheckedResult): void;
  /** Writes down what was asked for and what is new, where anything is new. */
  save(): void;
}

/** What another state of the schemas found good does not count. */
function format(): string {
  const folder = join(sourceRoot, 'schema');
  const files = readdirSync(folder).map((name) => join(folder, name));
  const zod = createRequire(import.meta.url).resolve('zod/package.json');
  return sha256(canonicalJson([...files.sort(), zod].map((file) => sha256(readFileSync(file)))));
}

/** Opens the memory in a file; one that is missing, damaged or of other schemas costs a check, and is no fault. */
export function openResultMemory(file: string): ResultMemory {
  const present = format();
  const known = new Map<string, CheckedResult>();
  const met = new Map<string, CheckedResult>();
  let unwritten = false;
  const checksum = (results: unknown) => sha256(present + JSON.stringify(results));
  try {
    const stored = JSON.parse(readFileSync(file, 'utf8')) as {
      checksum: string;
      results: Record<string, CheckedResult>;
    };
    if (stored.checksum === checksum(stored.results)) {
      for (const provenance in stored.results) known.set(provenance, stored.results[provenance]);
    }
  } catch {
    // Starts anew.
  }
  return {
    recall(provenance) {
      const result = known.get(provenance);
      if (result !== undefined) met.set(provenance, result);
      return result;
    },
    keep(provenance, result) {
      known.set(provenance, result);
      met.set(provenance, result);
      unwritten = true;
    },
    save() {
      if (!unwritten) return;
      unwritten = false;
      // A command that looks at few results leaves the others in the memory, until there are too many of them.
      const results = Object.fromEntries(known.size > 4 * met.size + 1000 ? met : known);
      try {
        writeAtomic(file, JSON.stringify({ checksum: checksum(results), results }));
      } catch {
        // The next process checks again.
      }
    },
  };
}

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Outcome } from '../schema/index.ts';
import { canonicalJson, digest } from './canonical.ts';
import { writeAtomic } from './files.ts';
import { sourceRoot } from './import-closure.ts';

type Status = Outcome['status'];

/**
 * Results that the schemas found good: what they say of some bytes never changes, and costs more than all else that a
 * look at a fresh result does. A result is known by the digest of its provenance, which holds that of its outcome.
 */
export interface ResultMemory {
  /** Status of the outcome; undefined for a result that the present schemas have not seen. */
  statusOf(provenance: string): Status | undefined;
  keep(provenance: string, status: Status): void;
  /** Writes down what was asked for and what is new, where anything is new. */
  save(): void;
}

/** What another state of the schemas found good does not count. */
function format(): string {
  const folder = join(sourceRoot, 'schema');
  const files = readdirSync(folder).map((name) => join(folder, name));
  const zod = createRequire(import.meta.url).resolve('zod/package.json');
  return digest(canonicalJson([...files.sort(), zod].map((file) => digest(readFileSync(file)))));
}

/** Opens the memory in a file; one that is missing, damaged or of other schemas costs a check, and is no fault. */
export function openResultMemory(file: string): ResultMemory {
  const present = format();
  const known = new Map<string, Status>();
  const met = new Map<string, Status>();
  let unwritten = false;
  const checksum = (results: unknown) => digest(present + JSON.stringify(results));
  try {
    const stored = JSON.parse(readFileSync(file, 'utf8')) as { checksum: string; results: Record<string, Status> };
    if (stored.checksum === checksum(stored.results)) {
      for (const [provenance, status] of Object.entries(stored.results)) known.set(provenance, status);
    }
  } catch {
    // Starts anew.
  }
  return {
    statusOf(provenance) {
      const status = known.get(provenance);
      if (status !== undefined) met.set(provenance, status);
      return status;
    },
    keep(provenance, status) {
      known.set(provenance, status);
      met.set(provenance, status);
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

import { outcomeSchema, provenanceSchema, UserError, type Outcome, type Provenance } from '../schema/index.ts';
import { writeAtomic } from './files.ts';
import { prettyJson } from './pretty-json.ts';
import type { ResultMemory } from './result-memory.ts';
import { readResult, resultFile, type ResultSchemas, type StoredResult } from './stored-result.ts';

/** Small committed results: `assets/results/<id>/<profile>/{outcome,provenance}.json`. */
export interface ResultStore {
  read(id: string, profile: string): StoredResult;
  write(outcome: Outcome, provenance: Provenance): void;
  /** Replaces what is told about an outcome that stays as it is. */
  writeProvenance(provenance: Provenance): void;
}

const schemas: ResultSchemas = {
  outcome: (value) => outcomeSchema.parse(value),
  provenance: (value) => provenanceSchema.parse(value),
};

/** The bytes of an outcome: the form that is compared. */
export function outcomeBytes(outcome: Outcome): string {
  const parsed = outcomeSchema.safeParse(outcome);
  if (parsed.success) return prettyJson(parsed.data);
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new UserError(`its outcome does not follow the schema: ${faults.join('; ')}`);
}

/** Opens the results below a folder. @param memory Of what the schemas found good; the caller saves it. */
export function createResultStore(folder: string, memory: ResultMemory): ResultStore {
  return {
    read: (id, profile) => readResult(folder, id, profile, memory, schemas),
    write(outcome, provenance) {
      // The outcome first: a kill between the two leaves a provenance that does not match, hence stale, never wrong.
      writeAtomic(resultFile(folder, outcome.id, outcome.profile, 'outcome.json'), outcomeBytes(outcome));
      this.writeProvenance(provenance);
    },
    writeProvenance(provenance) {
      const text = prettyJson(provenanceSchema.parse(provenance));
      writeAtomic(resultFile(folder, provenance.id, provenance.profile, 'provenance.json'), text);
    },
  };
}

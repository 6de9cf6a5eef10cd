import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { outcomeSchema, provenanceSchema, UserError, type Outcome, type Provenance } from '../schema/index.ts';
import { digest } from './canonical.ts';
import { writeAtomic } from './files.ts';
import { prettyJson } from './pretty-json.ts';

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
  /** Replaces what is told about an outcome that stays as it is. */
  writeProvenance(provenance: Provenance): void;
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new UserError(`could not read ${file} (${code})`, {
      hint: 'It must be a file; remove what is there.',
      cause: error,
    });
  }
}

/** The bytes of an outcome: the form that is compared. */
export function outcomeBytes(outcome: Outcome): string {
  const parsed = outcomeSchema.safeParse(outcome);
  if (parsed.success) return prettyJson(parsed.data);
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new UserError(`its outcome does not follow the schema: ${faults.join('; ')}`);
}

/** Opens the results below a folder. */
export function createResultStore(folder: string): ResultStore {
  const fileOf = (id: string, profile: string, name: string) => join(folder, id, profile, name);
  return {
    read(id, profile) {
      const text = readText(fileOf(id, profile, 'outcome.json'));
      if (text === null) return none;
      const result: StoredResult = { ...none, digest: digest(text) };
      const parse = <T>(name: string, schema: { parse(value: unknown): T }, json: string): T | null => {
        try {
          return schema.parse(JSON.parse(json));
        } catch (error) {
          result.fault ??= `${name}: ${error instanceof SyntaxError ? error.message : 'does not follow the schema'}`;
          return null;
        }
      };
      result.outcome = parse('outcome.json', outcomeSchema, text);
      const provenance = readText(fileOf(id, profile, 'provenance.json'));
      if (provenance !== null) result.provenance = parse('provenance.json', provenanceSchema, provenance);
      return result;
    },
    write(outcome, provenance) {
      // The outcome first: a kill between the two leaves a provenance that does not match, hence stale, never wrong.
      writeAtomic(fileOf(outcome.id, outcome.profile, 'outcome.json'), outcomeBytes(outcome));
      this.writeProvenance(provenance);
    },
    writeProvenance(provenance) {
      const text = prettyJson(provenanceSchema.parse(provenance));
      writeAtomic(fileOf(provenance.id, provenance.profile, 'provenance.json'), text);
    },
  };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Outcome, Provenance } from '../schema/index.ts';
import { UserError } from '../schema/user-error.ts';
import { digest } from './canonical.ts';
import type { ResultMemory } from './result-memory.ts';

/** A result as it lies on the disk. `fault` says why it cannot be used. */
export interface StoredResult {
  readonly outcome: Outcome | null;
  provenance: Provenance | null;
  /** Digest of the outcome's bytes, or null where there is none. */
  digest: string | null;
  /** Of the outcome; null where that cannot be read. */
  status: Outcome['status'] | null;
  fault: string | null;
}

/** The schemas of a result; each throws for what does not follow it. */
export interface ResultSchemas {
  outcome(value: unknown): Outcome;
  provenance(value: unknown): Provenance;
}

/** A result must be checked by the schemas, and they were not given. */
export class NotRemembered extends Error {}

const none: StoredResult = { outcome: null, provenance: null, digest: null, status: null, fault: null };

export const resultFile = (folder: string, id: string, profile: string, name: string): string =>
  join(folder, id, profile, name);

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

/** A result that the schemas found good before. Its outcome, which may be long, is read when somebody asks. */
function recall(file: string, found: string, status: Outcome['status'], provenance: Provenance): StoredResult {
  let outcome: Outcome | null | undefined;
  return {
    digest: found,
    status,
    provenance,
    fault: null,
    get outcome() {
      if (outcome === undefined) {
        const text = readText(file);
        // Another process may have written a new one meanwhile, which is none that this look is about.
        outcome = text !== null && digest(text) === found ? (JSON.parse(text) as Outcome) : null;
      }
      return outcome;
    },
  };
}

function check(text: string, beside: string | null, schemas: ResultSchemas): StoredResult {
  let fault: string | null = null;
  const parse = <T>(name: string, schema: (value: unknown) => T, json: string): T | null => {
    try {
      return schema(JSON.parse(json));
    } catch (error) {
      fault ??= `${name}: ${error instanceof SyntaxError ? error.message : 'does not follow the schema'}`;
      return null;
    }
  };
  const outcome = parse('outcome.json', schemas.outcome, text);
  const provenance = beside === null ? null : parse('provenance.json', schemas.provenance, beside);
  return { outcome, provenance, digest: digest(text), status: outcome?.status ?? null, fault };
}

/**
 * Reads the result of an experiment at a profile.
 * @param schemas null where only what is remembered is wanted.
 * @throws {NotRemembered} where schemas are needed and are null.
 */
export function readResult(
  folder: string,
  id: string,
  profile: string,
  memory: ResultMemory,
  schemas: ResultSchemas | null,
): StoredResult {
  const file = resultFile(folder, id, profile, 'outcome.json');
  const text = readText(file);
  if (text === null) return none;
  const beside = readText(resultFile(folder, id, profile, 'provenance.json'));
  const key = beside === null ? null : digest(beside);
  const status = key === null ? undefined : memory.statusOf(key);
  if (status !== undefined) {
    const provenance = JSON.parse(beside!) as Provenance;
    const found = digest(text);
    if (provenance.outcome === found) return recall(file, found, status, provenance);
  }
  if (!schemas) throw new NotRemembered();
  const result = check(text, beside, schemas);
  const { outcome, provenance } = result;
  // Only what the schemas leave as it is can be read without them.
  const plain =
    outcome &&
    provenance?.outcome === result.digest &&
    isDeepStrictEqual(outcome, JSON.parse(text)) &&
    isDeepStrictEqual(provenance, JSON.parse(beside!));
  if (plain) memory.keep(key!, outcome.status);
  return result;
}

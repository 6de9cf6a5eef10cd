import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Outcome, Provenance } from '../schema/index.ts';
import { UserError } from '../schema/user-error.ts';
import { jsonFault } from './json-fault.ts';
import type { CheckedResult, ResultMemory } from './result-memory.ts';
import { sha256 } from './sha256.ts';

/** A result as it lies on the disk. `fault` says why it cannot be used. */
export interface StoredResult {
  readonly outcome: Outcome | null;
  readonly provenance: Provenance | null;
  /** Key that the outcome was executed under; null where it was not, cannot be read or was edited since. */
  readonly key: string | null;
  /** Digest of the outcome's bytes, or null where there is none. */
  readonly digest: string | null;
  /** Of the outcome; null where that cannot be read. */
  readonly status: Outcome['status'] | null;
  readonly fault: string | null;
}

/** The schemas of a result; each throws for what does not follow it. */
export interface ResultSchemas {
  outcome(value: unknown): Outcome;
  provenance(value: unknown): Provenance;
}

/** A result must be checked by the schemas, and they were not given. */
export class NotRemembered extends Error {}

const none: StoredResult = { outcome: null, provenance: null, key: null, digest: null, status: null, fault: null };

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

const executedKey = (provenance: Provenance | null): string | null =>
  provenance?.kind === 'executed' ? provenance.key : null;

/** Reads JSON; null where the file is another one by now, which is none that this look is about. */
function readAgain<T>(file: string, expected: string): T | null {
  const text = readText(file);
  return text !== null && sha256(text) === expected ? (JSON.parse(text) as T) : null;
}

/** A result that the schemas found good before: thousands of them are looked at and few are read. */
class RecalledResult implements StoredResult {
  readonly fault = null;
  readonly #folder: string;
  readonly #about: string;
  readonly #checked: CheckedResult;
  #outcome?: Outcome | null;
  #provenance?: Provenance | null;

  /** @param about Digest of the provenance. */
  constructor(folder: string, about: string, checked: CheckedResult) {
    this.#folder = folder;
    this.#about = about;
    this.#checked = checked;
  }

  get digest() {
    return this.#checked.outcome;
  }

  get status() {
    return this.#checked.status;
  }

  get key() {
    return this.#checked.key;
  }

  get outcome() {
    return (this.#outcome ??= readAgain<Outcome>(join(this.#folder, 'outcome.json'), this.digest));
  }

  get provenance() {
    return (this.#provenance ??= readAgain<Provenance>(join(this.#folder, 'provenance.json'), this.#about));
  }
}

function check(text: string, beside: string | null, schemas: ResultSchemas): StoredResult {
  let fault: string | null = null;
  const parse = <T>(name: string, schema: (value: unknown) => T, json: string): T | null => {
    try {
      return schema(JSON.parse(json));
    } catch (error) {
      fault ??= `${name}: ${jsonFault(error, json)}`;
      return null;
    }
  };
  const outcome = parse('outcome.json', schemas.outcome, text);
  const provenance = beside === null ? null : parse('provenance.json', schemas.provenance, beside);
  const found = sha256(text);
  const key = fault === null && provenance?.outcome === found ? executedKey(provenance) : null;
  return { outcome, provenance, key, digest: found, status: outcome?.status ?? null, fault };
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
  const text = readText(resultFile(folder, id, profile, 'outcome.json'));
  if (text === null) return none;
  const beside = readText(resultFile(folder, id, profile, 'provenance.json'));
  const about = beside === null ? null : sha256(beside);
  const checked = about === null ? undefined : memory.recall(about);
  if (checked?.outcome === sha256(text)) return new RecalledResult(join(folder, id, profile), about!, checked);
  if (!schemas) throw new NotRemembered();
  const result = check(text, beside, schemas);
  const { outcome, provenance } = result;
  if (!outcome || provenance?.outcome !== result.digest) return result;
  const plain = { outcome: JSON.parse(text) as Outcome, provenance: JSON.parse(beside!) as Provenance };
  // Only what the schemas leave as it is can be read without them.
  if (!isDeepStrictEqual({ outcome, provenance }, plain)) return result;
  memory.keep(about!, { outcome: provenance.outcome, status: outcome.status, key: executedKey(provenance) });
  // In the order of the file, as without them: what is upstream must look the same to a run the first time and the next.
  return { ...result, ...plain };
}

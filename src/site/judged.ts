import { collectionNames } from '../content/collections.ts';
import { shareBody, withBody } from '../content/stored-text.ts';
import type { LoadedRoot } from '../content/types.ts';
import type { ReadEvidence, Report } from '../evidence/check.ts';
import type { BuildState } from '../evidence/types.ts';
import { readEvidence } from '../markdown/links.ts';
import { hiddenOf } from './lib/public-hidden.ts';

/** A root as loaded, what the check says of it, and how it is published. */
export interface JudgedRoot {
  loaded: LoadedRoot;
  report: Report;
  /** Handed over in memory: a file would let another build of this root say what this one publishes. */
  state: BuildState;
}

/** A judged root as another thread can take it: without functions. */
export interface HandedRoot {
  judged: JudgedRoot;
  /** Where claims begin in their files, where pages ask: findings on hidden claims are left out. */
  claimLines: Map<string, number>;
}

type Plain = Record<string, unknown>;

/** An entry without the function that finds the line of a field, and with the memory of its body in place of the body. */
function packed(value: unknown): unknown {
  if (value instanceof Map) return new Map([...value].map(([key, entry]) => [key, packed(entry)]));
  if (typeof (value as Plain | null)?.line !== 'function') return value;
  const { line: _, ...rest } = value as Plain;
  const body = shareBody(value as object);
  return body ? { ...rest, body } : rest;
}

function unpack(entries: Iterable<{ body?: unknown }>): void {
  for (const entry of entries) {
    if (entry.body instanceof Uint8Array) withBody(entry, entry.body);
  }
}

export function handOver({ loaded, ...judged }: JudgedRoot): HandedRoot {
  const plain = Object.fromEntries(Object.entries(loaded).map(([name, value]) => [name, packed(value)]));
  const asked = hiddenOf(loaded).ids.claim.size > 0 ? [...loaded.claims] : [];
  return {
    judged: { ...judged, loaded: plain as unknown as LoadedRoot },
    claimLines: new Map(asked.map(([id, { line }]) => [id, line([])])),
  };
}

/** What was handed over, in the thread that takes it. */
export function takeOver({ judged, claimLines }: HandedRoot): JudgedRoot {
  for (const name of [...collectionNames, 'translations'] as const) unpack(judged.loaded[name].values());
  for (const [id, line] of claimLines) judged.loaded.claims.get(id)!.line = () => line;
  return judged;
}

/** Astro loads the site's modules apart from those of a command, so that only the process itself is shared. */
interface Shared {
  paperFactoryJudged?: { root: string; judged: JudgedRoot } | undefined;
}

/** Hands what a command loaded and judged to the next model of this root that is made in this process. */
export function shareJudged(root: string, judged: JudgedRoot): void {
  (globalThis as Shared).paperFactoryJudged = { root, judged };
}

/** What was shared for a root, once: a later model must see the files as they are by then. */
export function takeJudged(root: string): JudgedRoot | null {
  const shared = (globalThis as Shared).paperFactoryJudged;
  if (shared?.root !== root) return null;
  (globalThis as Shared).paperFactoryJudged = undefined;
  return shared.judged;
}

/** Drops the model of this process: the next one is made from what is shared by then, else from the files. */
export function forgetModel(): void {
  (globalThis as { paperFactorySite?: unknown }).paperFactorySite = undefined;
}

/** Hands the reader that remembers texts to the site: who refers to a page is read from every text. */
export function shareReader(read: ReadEvidence): void {
  (globalThis as { paperFactoryReader?: ReadEvidence }).paperFactoryReader = read;
}

/** Reads what a text says about evidence, with what was read before where a command shared its reader. */
export const textReader = (): ReadEvidence =>
  (globalThis as { paperFactoryReader?: ReadEvidence }).paperFactoryReader ?? readEvidence;

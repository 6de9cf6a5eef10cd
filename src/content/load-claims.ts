import {
  type Claim,
  claimSchema,
  claimsFileSchema,
  type ClaimsTranslation,
  claimsTranslationSchema,
} from '@paper-factory/runners/schema';
import type { z } from 'zod';
import { loadDataFile } from './load-data-file.ts';
import { type Loaded, unexpectedFile } from './load-entries.ts';
import { lazily } from './lazy-lines.ts';
import { type Memory, sha256 } from './memory.ts';
import { parseYaml } from './parse-yaml.ts';
import { finding } from './rules.ts';
import type { RootFiles } from './safe-path.ts';
import { parseWith, type Source } from './schema-findings.ts';
import type { ClaimEntry, DataFile, DecisionsEntry, Finding } from './types.ts';

export interface LoadedClaims extends Loaded<ClaimEntry> {
  /** Capital letters of the files of which no claim could be read. */
  unreadTracks: Set<string>;
  /** Where each claims file names its track. */
  files: { track: string; file: string; line(): number }[];
  /** By track letter. */
  decisions: Map<string, DecisionsEntry>;
  /** By track letter, in Chinese. */
  translations: Map<string, DataFile<ClaimsTranslation>>;
}

function rawClaims(value: unknown): unknown[] {
  const list = (value as { claims?: unknown } | null | undefined)?.claims;
  return Array.isArray(list) ? list : [];
}

const rawIds = (value: unknown): string[] =>
  rawClaims(value).flatMap((one) => {
    const id = (one as { id?: unknown } | null)?.id;
    return typeof id === 'string' ? [id] : [];
  });

/** The claims of a file that has faults elsewhere: one bad claim does not take the others with it. */
const salvage = (value: unknown): [number, Claim][] =>
  rawClaims(value).flatMap((one, i): [number, Claim][] => {
    const parsed = claimSchema.safeParse(one);
    return parsed.success ? [[i, parsed.data]] : [];
  });

function checkLetter(letter: string, named: string, file: string, line: Source['line']): Finding[] {
  if (named === letter) return [];
  const message = `track: expected "${letter}", as the file name says, found "${named}"`;
  return [finding('id-equals-file-name', file, line(['track']), message, `Write track: ${letter}, or rename the file.`)];
}

type ClaimsFile = z.output<typeof claimsFileSchema>;

const translated = /^([a-z])\.zh\.yaml$/;

/** Statements in Chinese, `content/claims/<letter>.zh.yaml`. */
function loadTranslation(files: RootFiles, file: string, letter: string, loaded: LoadedClaims, memory: Memory): void {
  const { entry, findings } = loadDataFile(files, file, claimsTranslationSchema, memory);
  loaded.findings.push(...findings);
  if (!entry) return;
  loaded.findings.push(...checkLetter(letter, entry.data.track, file, entry.line));
  loaded.translations.set(letter, entry);
}

/** A claims file, parsed before or now; `value` is what its YAML says, also where that does not follow the schema. */
function parse(
  text: string,
  file: string,
  memory: Memory,
): { wellFormed: boolean; value: unknown; data: ClaimsFile | null; findings: Finding[] } {
  const key = sha256(text);
  const known = memory.recall('claims', key) as ClaimsFile | undefined;
  if (known) return { wellFormed: true, value: known, data: known, findings: [] };
  const { value, line, findings } = parseYaml(text, file);
  if (findings.length > 0) return { wellFormed: false, value, data: null, findings };
  const parsed = parseWith(claimsFileSchema, value, { file, line });
  if (parsed.data) memory.keep('claims', key, parsed.data);
  return { wellFormed: true, value, ...parsed };
}

/** Loads `content/claims/<letter>.yaml`, and beside them their translations, `<letter>.zh.yaml`. */
export function loadClaims(files: RootFiles, memory: Memory): LoadedClaims {
  const loaded: LoadedClaims = {
    entries: [],
    names: new Set(),
    unreadTracks: new Set(),
    files: [],
    findings: [],
    decisions: new Map(),
    translations: new Map(),
  };
  for (const item of files.list('content/claims')) {
    const original = translated.exec(item.name)?.[1].toUpperCase();
    if (original && !item.isFolder) {
      loadTranslation(files, item.file, original, loaded, memory);
      continue;
    }
    const letter = /^([a-z])\.yaml$/.exec(item.name)?.[1].toUpperCase();
    if (!letter || item.isFolder) {
      loaded.findings.push(...unexpectedFile(item, files, 'files named <lower-case track letter>.yaml'));
      continue;
    }
    const text = files.text(item.file);
    const parsed = text === null ? null : parse(text, item.file, memory);
    loaded.findings.push(...(parsed?.findings ?? []));
    if (text === null || !parsed?.wellFormed) {
      loaded.unreadTracks.add(letter);
      continue;
    }
    const source: Source = { file: item.file, line: lazily(() => parseYaml(text, item.file).line) };
    if (parsed.data) loaded.findings.push(...checkLetter(letter, parsed.data.track, item.file, source.line));
    loaded.files.push({ track: letter, file: item.file, line: () => source.line(['track']) });

    if (parsed.data) {
      const { gates, trees, triggers, acceptance } = parsed.data;
      loaded.decisions.set(letter, { track: letter, gates, trees, triggers, acceptance, ...source });
    }

    for (const id of rawIds(parsed.value)) loaded.names.add(id);
    for (const [i, claim] of parsed.data?.claims.entries() ?? salvage(parsed.value)) {
      loaded.entries.push({
        claim,
        track: letter,
        file: item.file,
        line: (path) => source.line(['claims', i, ...path]),
      });
    }
  }
  return loaded;
}

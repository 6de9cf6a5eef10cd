import {
  type Claim,
  claimSchema,
  claimsFileSchema,
  type ClaimsTranslation,
  claimsTranslationSchema,
} from '@paper-factory/runners/schema';
import { loadDataFile } from './load-data-file.ts';
import { type Loaded, unexpectedFile } from './load-entries.ts';
import { parseYaml } from './parse-yaml.ts';
import { finding } from './rules.ts';
import type { RootFiles } from './safe-path.ts';
import { parseWith } from './schema-findings.ts';
import type { ClaimEntry, DataFile, DecisionsEntry, Finding } from './types.ts';

export interface LoadedClaims extends Loaded<ClaimEntry> {
  /** Capital letters of the files of which no claim could be read. */
  unreadTracks: Set<string>;
  /** Where each claims file names its track. */
  files: { track: string; file: string; line: number }[];
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

function checkLetter(letter: string, named: string, file: string, line: number): Finding[] {
  if (named === letter) return [];
  const message = `track: expected "${letter}", as the file name says, found "${named}"`;
  return [finding('id-equals-file-name', file, line, message, `Write track: ${letter}, or rename the file.`)];
}

const translated = /^([a-z])\.zh\.yaml$/;

/** Statements in Chinese, `content/claims/<letter>.zh.yaml`. */
function loadTranslation(files: RootFiles, file: string, letter: string, loaded: LoadedClaims): void {
  const { entry, findings } = loadDataFile(files, file, claimsTranslationSchema);
  loaded.findings.push(...findings);
  if (!entry) return;
  loaded.findings.push(...checkLetter(letter, entry.data.track, file, entry.line(['track'])));
  loaded.translations.set(letter, entry);
}

/** Loads `content/claims/<letter>.yaml`, and beside them their translations, `<letter>.zh.yaml`. */
export function loadClaims(files: RootFiles): LoadedClaims {
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
      loadTranslation(files, item.file, original, loaded);
      continue;
    }
    const letter = /^([a-z])\.yaml$/.exec(item.name)?.[1].toUpperCase();
    if (!letter || item.isFolder) {
      loaded.findings.push(...unexpectedFile(item, files, 'files named <lower-case track letter>.yaml'));
      continue;
    }
    const text = files.text(item.file);
    const yaml = text === null ? null : parseYaml(text, item.file);
    loaded.findings.push(...(yaml?.findings ?? []));
    if (!yaml || yaml.findings.length > 0) {
      loaded.unreadTracks.add(letter);
      continue;
    }
    const source = { file: item.file, line: yaml.line };
    const parsed = parseWith(claimsFileSchema, yaml.value, source);
    loaded.findings.push(...parsed.findings);
    if (parsed.data) loaded.findings.push(...checkLetter(letter, parsed.data.track, item.file, yaml.line(['track'])));
    loaded.files.push({ track: letter, file: item.file, line: yaml.line(['track']) });

    if (parsed.data) {
      const { gates, trees, triggers, acceptance } = parsed.data;
      loaded.decisions.set(letter, { track: letter, gates, trees, triggers, acceptance, ...source });
    }

    for (const id of rawIds(yaml.value)) loaded.names.add(id);
    for (const [i, claim] of parsed.data?.claims.entries() ?? salvage(yaml.value)) {
      loaded.entries.push({
        claim,
        track: letter,
        file: item.file,
        line: (path) => yaml.line(['claims', i, ...path]),
      });
    }
  }
  return loaded;
}

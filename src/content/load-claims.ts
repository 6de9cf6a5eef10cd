import { claimSchema, claimsFileSchema } from '@paper-factory/runners/schema';
import { type Loaded, unexpectedFile } from './load-entries.ts';
import { parseYaml } from './parse-yaml.ts';
import { finding } from './rules.ts';
import type { RootFiles } from './safe-path.ts';
import { parseWith } from './schema-findings.ts';
import type { ClaimEntry, Finding } from './types.ts';

export interface LoadedClaims extends Loaded<ClaimEntry> {
  /** Capital letters of the files of which no claim could be read. */
  unreadTracks: Set<string>;
  /** Where each claims file names its track. */
  files: { track: string; file: string; line: number }[];
}

/** The claims of a file that has faults elsewhere: one bad claim does not take the others with it. */
function salvage(value: unknown): { good: [number, ClaimEntry['claim']][]; ids: string[] } {
  const list = (value as { claims?: unknown } | null | undefined)?.claims;
  const raw: unknown[] = Array.isArray(list) ? list : [];
  return {
    good: raw.flatMap((one, i) => {
      const parsed = claimSchema.safeParse(one);
      return parsed.success ? [[i, parsed.data] as [number, ClaimEntry['claim']]] : [];
    }),
    ids: raw.flatMap((one) =>
      typeof (one as { id?: unknown } | null)?.id === 'string' ? [(one as { id: string }).id] : [],
    ),
  };
}

function checkLetter(letter: string, named: string, file: string, line: number): Finding[] {
  if (named === letter) return [];
  const message = `track: expected "${letter}", as the file name says, found "${named}"`;
  return [finding('id-equals-file-name', file, line, message, `Write track: ${letter}, or rename the file.`)];
}

/** Loads `content/claims/<letter>.yaml`. */
export function loadClaims(files: RootFiles): LoadedClaims {
  const loaded: LoadedClaims = { entries: [], broken: new Set(), unreadTracks: new Set(), files: [], findings: [] };
  for (const item of files.list('content/claims')) {
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

    const { good, ids } = parsed.data ? { good: [...parsed.data.claims.entries()], ids: [] } : salvage(yaml.value);
    for (const id of ids) loaded.broken.add(id);
    for (const [i, claim] of good) {
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

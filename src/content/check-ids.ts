import { stemOf } from './load-entries.ts';
import { finding } from './rules.ts';
import type { ClaimEntry, ConfigEntry, Entry, Finding } from './types.ts';

interface Indexed<T> {
  /** In sorted key order; of two with one id the first file's stays. */
  byId: Map<string, T>;
  findings: Finding[];
}

const sorted = <T>(map: Map<string, T>): Map<string, T> => new Map([...map].sort(([a], [b]) => (a < b ? -1 : 1)));

/** Indexes the entries of a collection, and checks that ids are theirs alone and equal file names. */
export function indexEntries<T extends { id: string; aliases: string[] }>(
  entries: readonly Entry<T>[],
  stemOfId: (id: string) => string = (id) => id,
): Indexed<Entry<T>> {
  const byId = new Map<string, Entry<T>>();
  const findings: Finding[] = [];
  for (const entry of entries) {
    const { id } = entry.data;
    const other = byId.get(id);
    if (other) {
      const message = `id: expected an id of its own, found "${id}", which ${other.file} has`;
      findings.push(
        finding('id-is-unique', entry.file, entry.line(['id']), message, 'Give one of the two another id.'),
      );
      continue;
    }
    byId.set(id, entry);
  }
  for (const entry of byId.values()) {
    const [stem, wanted] = [stemOf(entry.file), stemOfId(entry.data.id)];
    if (stem === wanted) continue;
    const message = `id: expected the file name ${wanted}.${entry.format} for "${entry.data.id}", found ${stem}.${entry.format}`;
    const hint = `Rename the file to ${wanted}.${entry.format}, or change the id.`;
    findings.push(finding('id-equals-file-name', entry.file, entry.line(['id']), message, hint));
  }
  return { byId: sorted(byId), findings };
}

/** Indexes claims: each id once in the whole root, each in the file of its track. */
export function indexClaims(entries: readonly ClaimEntry[]): Indexed<ClaimEntry> {
  const byId = new Map<string, ClaimEntry>();
  const findings: Finding[] = [];
  for (const entry of entries) {
    const { id } = entry.claim;
    const other = byId.get(id);
    if (other) {
      const message = `id: expected an id of its own, found "${id}", which ${other.file}:${other.line(['id'])} has`;
      findings.push(finding('id-is-unique', entry.file, entry.line(['id']), message, 'Give one of the two another id.'));
      continue;
    }
    byId.set(id, entry);
    if (id[0] !== entry.track) {
      const message = `id: expected a claim of track ${entry.track}, found "${id}"`;
      const hint = `Move it to content/claims/${id[0].toLowerCase()}.yaml, or begin the id with ${entry.track}-.`;
      findings.push(finding('claim-belongs-to-track', entry.file, entry.line(['id']), message, hint));
    }
  }
  return { byId: sorted(byId), findings };
}

/** Indexes configs by id; a config's id is the name of its folder. */
export function indexConfigs(entries: readonly ConfigEntry[]): Indexed<ConfigEntry> {
  const byId = new Map<string, ConfigEntry>();
  const findings: Finding[] = [];
  for (const entry of entries) {
    const folder = entry.file.split('/')[1];
    const { id } = entry.config;
    // Folder names are unique, so a wrong id is the only fault there can be; the folder decides what it is.
    byId.set(folder, entry);
    if (id === folder) continue;
    const message = `id: expected "${folder}", as the folder says, found "${id}"`;
    findings.push(
      finding(
        'id-equals-file-name',
        entry.file,
        entry.line(['id']),
        message,
        `Write id: ${folder}, or rename the folder.`,
      ),
    );
  }
  return { byId: sorted(byId), findings };
}

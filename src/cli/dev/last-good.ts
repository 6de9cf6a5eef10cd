import { collectionNames } from '../../content/collections.ts';
import type { Finding, LoadedRoot } from '../../content/types.ts';

const single = ['glossary', 'contradictions', 'repositories', 'start'] as const;

type Named = Map<string, { file: string }>;

/**
 * A root in which what can not be read at the moment stands as it was last: an author in the middle of a sentence keeps
 * the page, and every link to it. `findings` are untouched.
 * @param findings Of the new load; only files with an error are filled in.
 */
export function withLastGood(last: LoadedRoot | null, now: LoadedRoot, findings: readonly Finding[]): LoadedRoot {
  const faulty = new Set(findings.filter(({ severity }) => severity === 'error').map(({ file }) => file));
  if (!last || faulty.size === 0) return now;
  const filled = { ...now };
  const maps = [...collectionNames, ...(['translations', 'claims', 'decisions', 'claimTranslations', 'configs'] as const)];
  for (const name of [...maps, 'results', 'figures'] as const) {
    const [before, after] = [last[name] as unknown as Named, now[name] as unknown as Named];
    const lost = [...before].filter(([id, { file }]) => !after.has(id) && faulty.has(file));
    if (lost.length === 0) continue;
    const all = [...after, ...lost].sort(([a], [b]) => (a < b ? -1 : 1));
    Object.assign(filled, { [name]: new Map(all) });
  }
  for (const name of single) {
    const entry = last[name];
    if (!now[name] && entry && faulty.has(entry.file)) Object.assign(filled, { [name]: entry });
  }
  return filled;
}

/** Texts that are no MDX at the moment, which no page could show, as they were last. */
export function withLastTexts(last: LoadedRoot | null, now: LoadedRoot, findings: readonly Finding[]): LoadedRoot {
  const broken = new Set(findings.filter(({ rule }) => rule === 'mdx-is-data').map(({ file }) => file));
  if (!last || broken.size === 0) return now;
  const filled = { ...now };
  for (const name of [...collectionNames, 'translations'] as const) {
    const [before, after] = [last[name] as Named, now[name] as Named];
    if (![...after.values()].some(({ file }) => broken.has(file))) continue;
    const pick = ([id, entry]: [string, { file: string }]): [string, unknown] => {
      return [id, broken.has(entry.file) ? (before.get(id) ?? entry) : entry];
    };
    Object.assign(filled, { [name]: new Map([...after].map(pick)) });
  }
  return filled;
}

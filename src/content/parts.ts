import type { Finding } from './types.ts';

/** Parts of a load that are made again only after a file of theirs changed. */
export interface Parts {
  /**
   * @param folder All that is read for the part lies in it, relative to the root; nothing else decides what is made.
   * @param findings Of the files that are read: what the part adds to them is added again when it is not made anew.
   */
  of<T>(folder: string, findings: Finding[], make: () => T): T;
}

/** For a command that loads once. */
export const noParts: Parts = { of: (_folder, _findings, make) => make() };

/** Keeps parts between loads of one process. Whoever keeps them must tell of every file that changes. */
export function createParts(): Parts & { forget(file: string): void } {
  const kept = new Map<string, { made: unknown; told: Finding[] }>();
  return {
    of<T>(folder: string, findings: Finding[], make: () => T): T {
      const known = kept.get(folder);
      if (known) {
        findings.push(...known.told);
        return known.made as T;
      }
      const before = findings.length;
      const made = make();
      kept.set(folder, { made, told: findings.slice(before) });
      return made;
    },
    /** @param file Relative to the root; the part that it is in, and those that are in it, are made anew. */
    forget(file) {
      for (const folder of kept.keys()) {
        if (`${file}/`.startsWith(`${folder}/`) || folder.startsWith(`${file}/`)) kept.delete(folder);
      }
    },
  };
}

import { finding } from './rules.ts';
import type { ConfigEntry, Entry, Finding } from './types.ts';

type Entries = ReadonlyMap<string, Entry<{ id: string; aliases: string[] }>>;

/**
 * Old names lead to one page only: none is the id of a page of the same collection, or of an experiment with a config
 * alone, and no two pages of the whole root share one.
 */
export function checkAliases(
  collections: Record<string, Entries>,
  configs: ReadonlyMap<string, ConfigEntry>,
): Finding[] {
  const owners = new Map<string, string>();
  return Object.entries(collections).flatMap(([name, entries]) => {
    const ids = new Map([...entries].map(([id, { file }]) => [id, file]));
    const ownerOf = (alias: string): string | undefined =>
      ids.get(alias) ?? (name === 'experiments' ? configs.get(alias)?.file : undefined) ?? owners.get(alias);
    return [...entries.values()].flatMap(({ data, file, line }) =>
      data.aliases.flatMap((alias, i) => {
        const owner = ownerOf(alias);
        if (owner === undefined) {
          owners.set(alias, file);
          return [];
        }
        const has = owner === file ? 'this file' : owner;
        const message = `aliases[${i}]: expected a name of its own, found "${alias}", which ${has} has`;
        return [finding('id-is-unique', file, line(['aliases', i]), message, 'Remove the alias here or there.')];
      }),
    );
  });
}

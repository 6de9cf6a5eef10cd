import type { LoadedRoot } from '../content/types.ts';

/** Experiments whose numbers a tracker recorded elsewhere, with the tracker; nothing here re-executes them. */
export type ImportedFrom = ReadonlyMap<string, string>;

/** The imported results of the root's profile, by experiment id. */
export function importedFrom({ results, config }: Pick<LoadedRoot, 'results' | 'config'>): ImportedFrom {
  return new Map(
    [...results.values()].flatMap(({ outcome, provenance }): [string, string][] =>
      outcome.profile === config.profile && provenance.kind === 'imported'
        ? [[outcome.id, provenance.source.tracker]]
        : [],
    ),
  );
}

import { withParts } from '../../content/stored-text.ts';
import type { CollectionName, LoadedRoot } from '../../content/types.ts';
import { type Hidden, isHidden, isNothing } from './public-hidden.ts';
import { cleaned, publicEntries, publicLayers } from './public-layers.ts';
import { withoutNames } from './public-names.ts';
import { cleaner, type Clean } from './public-text.ts';
import { scrub } from './scrub.ts';

const mapValues = <V, W>(map: Map<string, V>, change: (key: string, value: V) => W | null): Map<string, W> =>
  new Map(
    [...map].flatMap(([key, value]): [string, W][] => {
      const changed = change(key, value);
      return changed === null ? [] : [[key, changed]];
    }),
  );

/** Configs, results and figures of what is not hidden; no upstream of theirs is named that is. */
function publicRuns(loaded: LoadedRoot, hidden: Hidden): Pick<LoadedRoot, 'configs' | 'results' | 'figures'> {
  const isShown = (id: string): boolean => !isHidden(hidden, 'exp', id);
  const clean = withoutNames(hidden);
  return {
    configs: mapValues(loaded.configs, (id, entry) => {
      const config = { ...entry.config, upstream: entry.config.upstream.filter(isShown) };
      return isShown(id) ? { ...entry, config, text: clean(entry.text) } : null;
    }),
    results: mapValues(loaded.results, (_, result) => {
      const { outcome, provenance } = result;
      if (!isShown(outcome.id)) return null;
      if (provenance.kind !== 'executed') return result;
      const { parts } = provenance;
      const upstream = Object.fromEntries(Object.entries(parts.upstream).filter(([id]) => isShown(id)));
      return { ...result, provenance: { ...provenance, parts: { ...parts, upstream } } };
    }),
    figures: mapValues(loaded.figures, (_, figure) => (isShown(figure.experiment) ? figure : null)),
  };
}

/**
 * Translations of what is public. Their texts go by paths into front matter from which items were taken, so that they
 * must have been put in before: none are left.
 */
function publicTranslations(
  loaded: LoadedRoot,
  hidden: Hidden,
  clean: Clean,
  shown: Pick<LoadedRoot, CollectionName>,
): Pick<LoadedRoot, 'translations' | 'claimTranslations'> {
  const isShown = (entries: Record<string, string>): Record<string, string> =>
    Object.fromEntries(Object.entries(entries).filter(([id]) => !isHidden(hidden, 'claim', id)));
  return {
    translations: mapValues(loaded.translations, (key, entry) => {
      const [collection, id = ''] = key.split('/') as [CollectionName, string];
      if (!shown[collection].has(id)) return null;
      return withParts(entry, { ...cleaned(entry, clean), data: { ...entry.data, texts: {} } });
    }),
    claimTranslations: mapValues(loaded.claimTranslations, (letter, entry) => {
      if (!shown.tracks.has(letter)) return null;
      const { statements, because } = entry.data;
      return {
        ...entry,
        data: { ...entry.data, statements: isShown(statements), because: isShown(because), texts: {} },
      };
    }),
  };
}

/**
 * The root as the public may see it: without private entries, their configs, results and figures, the claims that rest
 * on their runs, and without any mention of them. Evidence is judged by the whole root, never by this one.
 */
export function publicRoot(loaded: LoadedRoot, hidden: Hidden): LoadedRoot {
  const clean = cleaner(hidden);
  if (isNothing(hidden)) return { ...loaded, ...publicTranslations(loaded, hidden, clean, loaded), findings: [] };
  const { ids } = hidden;
  const settings = { hidden, clean };
  const layers = publicLayers(loaded, hidden, clean);
  const collections = {
    ...layers,
    tracks: publicEntries(loaded.tracks, ids.track, { ...settings, of: (letter) => letter }),
    experiments: publicEntries(loaded.experiments, new Set([...ids.exp, ...hidden.logs]), settings),
    datasets: publicEntries(loaded.datasets, ids.dataset, settings),
  };
  return {
    ...loaded,
    ...collections,
    ...publicRuns(loaded, hidden),
    ...publicTranslations(loaded, hidden, clean, collections),
    claims: mapValues(loaded.claims, (id, entry) => {
      if (ids.claim.has(id)) return null;
      const text = (words: string): string => clean(words, { file: entry.file, format: 'md' });
      return { ...entry, claim: scrub(entry.claim, { hidden, clean: text }) };
    }),
    findings: [],
  };
}

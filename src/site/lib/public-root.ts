import type { CollectionName, LoadedRoot } from '../../content/types.ts';
import { experimentsOf } from '../../evidence/operands.ts';
import { hiddenOf, publicLayers } from './public-layers.ts';
import { scrub } from './scrub.ts';

const filterMap = <V>(map: Map<string, V>, keep: (key: string, value: V) => boolean): Map<string, V> =>
  new Map([...map].filter(([key, value]) => keep(key, value)));

const escape = (id: string): string => id.replace(/[-/\\^$*+?.()|[\]{}]/g, '\\$&');

const alternatives = (ids: Iterable<string>): string => [...ids].map(escape).join('|');

/** Takes links to private experiments, and components that show them, out of running text; their words stay. */
function withoutLinks(hidden: Set<string>): (text: string) => string {
  if (hidden.size === 0) return (text) => text;
  const target = `(?:${alternatives(hidden)})(?:[/?#][^)"']*)?`;
  const links = new RegExp(`!?\\[([^\\]]*)\\]\\((?:metric|exp|fig):${target}\\)`, 'g');
  const components = new RegExp(`<(?:Metric|Figure)\\s[^>]*of=["']${target}["'][^>]*/>`, 'g');
  return (text) => text.replace(links, '$1').replace(components, '');
}

/**
 * A config's text without private names: in `upstream`, which names experiments, and wherever a name of several words
 * stands. A name of one word may be an ordinary setting, such as a model's.
 */
function withoutNames(hidden: Set<string>): (text: string) => string {
  if (hidden.size === 0) return (text) => text;
  const words = (ids: Iterable<string>): RegExp => new RegExp(`(?<![\\w-])(?:${alternatives(ids)})(?![\\w-])`, 'g');
  const all = words(hidden);
  const long = [...hidden].filter((id) => id.includes('-'));
  return (text) => {
    const cut = text.replace(/^upstream:.*(?:\n(?:[ \t]+|- ).*)*/m, (lines) => lines.replace(all, 'private'));
    return long.length > 0 ? cut.replace(words(long), 'private') : cut;
  };
}

/**
 * The root as the public may see it. Whatever is private is taken out before anything is judged or drawn, so that no
 * page can leak it: private entries, their configs, results and figures, and the claims that name them.
 */
export function publicRoot(loaded: LoadedRoot): LoadedRoot {
  const isPrivate = (entry: { data: { visibility: string } } | undefined): boolean =>
    entry?.data.visibility === 'private';
  const hidden = new Set<string>();
  for (const [id, log] of loaded.experiments) {
    if (isPrivate(log)) hidden.add(id).add(log.data.config ?? id);
  }
  // A run on which a public log reports too is public, whatever private logs say of it.
  for (const [id, log] of loaded.experiments) {
    if (!isPrivate(log)) hidden.delete(log.data.config ?? id);
  }
  const clean = withoutLinks(hidden);
  const cleanConfig = withoutNames(hidden);
  const claims = filterMap(
    loaded.claims,
    (_, { claim, track }) => !isPrivate(loaded.tracks.get(track)) && !experimentsOf(claim).some((id) => hidden.has(id)),
  );
  const unseen = hiddenOf(loaded, hidden, claims);
  const scrubbed = <T>(data: T): T => scrub(data, unseen, clean);
  const shown = (id: string | undefined): boolean => id === undefined || !hidden.has(id.split('/')[0] ?? id);
  for (const [id, entry] of claims) {
    claims.set(id, { ...entry, claim: scrubbed(entry.claim) });
  }
  const tracks = filterMap(loaded.tracks, (_, entry) => !isPrivate(entry));
  for (const [id, entry] of tracks) {
    tracks.set(id, { ...entry, body: clean(entry.body), data: scrubbed(entry.data) });
  }
  const experiments = filterMap(loaded.experiments, (id, entry) => !isPrivate(entry) && !hidden.has(id));
  for (const [id, entry] of experiments) {
    experiments.set(id, { ...entry, body: clean(entry.body), data: scrubbed(entry.data) });
  }
  const datasets = filterMap(loaded.datasets, (_, entry) => !isPrivate(entry) && shown(entry.data.experiment));
  for (const [id, entry] of datasets) {
    datasets.set(id, { ...entry, body: clean(entry.body), data: scrubbed(entry.data) });
  }
  const configs = filterMap(loaded.configs, (id) => !hidden.has(id));
  for (const [id, entry] of configs) {
    const upstream = entry.config.upstream.filter((one) => !hidden.has(one));
    configs.set(id, { ...entry, config: { ...entry.config, upstream }, text: cleanConfig(entry.text) });
  }
  const results = filterMap(loaded.results, (_, { outcome }) => !hidden.has(outcome.id));
  for (const [key, result] of results) {
    if (result.provenance.kind !== 'executed') continue;
    const { parts } = result.provenance;
    const upstream = Object.fromEntries(Object.entries(parts.upstream).filter(([id]) => !hidden.has(id)));
    results.set(key, { ...result, provenance: { ...result.provenance, parts: { ...parts, upstream } } });
  }
  const shownRoot: LoadedRoot = {
    ...loaded,
    ...publicLayers(loaded, unseen, clean),
    tracks,
    experiments,
    claims,
    claimTranslations: filterMap(loaded.claimTranslations, (letter) => tracks.has(letter)),
    datasets,
    configs,
    results,
    figures: filterMap(loaded.figures, (_, { experiment }) => !hidden.has(experiment)),
    findings: [],
  };
  const translations = filterMap(loaded.translations, (key) => {
    const [collection, id = ''] = key.split('/') as [CollectionName, string];
    return shownRoot[collection].has(id);
  });
  for (const [key, entry] of translations) {
    translations.set(key, { ...entry, body: clean(entry.body), data: scrubbed(entry.data) });
  }
  return { ...shownRoot, translations };
}

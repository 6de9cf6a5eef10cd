import { plainText } from '../lib/tex.ts';
import type { SiteContext } from './context.ts';
import type { ExperimentView } from './experiment.ts';
import { trackLetters } from './kanban.ts';
import { workState, workStates, type WorkState } from './work-state.ts';

export interface Facet {
  name: string;
  label: string;
  options: { value: string; text: string }[];
}

const languages: Record<string, string> = { en: 'English', zh: '中文' };

/** Languages in which an experiment's log can be read. */
function languagesOf({ loaded }: SiteContext, { id, log }: ExperimentView): string[] {
  if (!log) return [];
  return [log.lang, ...(loaded.translations.has(`experiments/${id}`) ? ['zh'] : [])];
}

/** Values of an experiment by facet, as its row carries them. */
export function experimentFacets(site: SiteContext, one: ExperimentView): Record<string, string> {
  return {
    track: trackLetters(one).join(' '),
    status: workState(one),
    topic: one.log?.topic ?? '',
    suite: one.suite,
    language: [...new Set(languagesOf(site, one))].join(' '),
  };
}

const values = (rows: Record<string, string>[], name: string): string[] =>
  [...new Set(rows.flatMap((row) => (row[name] ?? '').split(' ')).filter(Boolean))].sort();

/**
 * Facets with the values that the rows have.
 * @param text What a value of a facet is called, where not by itself.
 */
export function facetsFrom(
  rows: Record<string, string>[],
  labels: Record<string, string>,
  text: Record<string, (value: string) => string>,
): Facet[] {
  return Object.entries(labels).map(([name, label]) => ({
    name,
    label,
    options: values(rows, name).map((value) => ({ value, text: text[name]?.(value) ?? value })),
  }));
}

/** What the rows can be filtered by, with the values that they have. */
export function facetsOf(site: SiteContext, experiments: readonly ExperimentView[]): Facet[] {
  const rows = experiments.map((one) => experimentFacets(site, one));
  const labels = { track: 'Track', status: 'Status', topic: 'Topic', suite: 'Suite', language: 'Language' };
  return facetsFrom(rows, labels, {
    track: (letter) => `${letter} · ${plainText(site.loaded.tracks.get(letter)?.data.title ?? '')}`,
    status: (state) => workStates[state as WorkState].label,
    language: (code) => languages[code] ?? code,
  });
}

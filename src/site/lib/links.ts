import { formatAddress, parseAddress } from '@paper-factory/runners/schema';
import type { CollectionName } from '../../content/types.ts';
import { anchor } from './format.ts';

/** Pages that stand for the whole of something and have no entries, or none of their own address. */
export type PageName =
  | 'glossary'
  | 'start'
  | 'repositories'
  | 'contradictions'
  | 'missing'
  | 'kanban'
  | 'review'
  | Exclude<CollectionName, 'tracks'>;

/** Addresses of pages, all under the base path. */
export interface Links {
  base: string;
  home: string;
  tracks: string;
  claims: string;
  experiments: string;
  datasets: string;
  search: string;
  /** A page of lists, e.g. `/hubs/` or `/review/`. */
  page(name: PageName): string;
  /** An entry of a collection; tracks are named by their letter. */
  entry(collection: CollectionName, id: string): string;
  /** An entry of a page that holds them all, e.g. a term of the glossary. */
  part(name: PageName, id: string): string;
  track(letter: string): string;
  claim(id: string): string;
  experiment(id: string): string;
  dataset(id: string): string;
  /** The figure on its experiment's page. */
  figure(experiment: string, name: string): string;
  figureFile(experiment: string, name: string, extension: 'svg' | 'vl.json'): string;
  /** The row of a metric on its experiment's page. */
  metric(address: string): string;
}

export function createLinks(base: string): Links {
  const page = (path: string): string => `${base}${path}`;
  return {
    base,
    home: base,
    tracks: page('tracks/'),
    claims: page('claims/'),
    experiments: page('experiments/'),
    datasets: page('datasets/'),
    search: page('search/'),
    page: (name) => page(`${name}/`),
    entry: (collection, id) => page(`${collection}/${id.toLowerCase()}/`),
    part: (name, id) => page(`${name}/#${id}`),
    track: (letter) => page(`tracks/${letter.toLowerCase()}/`),
    claim: (id) => page(`claims/${id}/`),
    experiment: (id) => page(`experiments/${id}/`),
    dataset: (id) => page(`datasets/${id}/`),
    figure: (experiment, name) => page(`experiments/${experiment}/#${figureAnchor(name)}`),
    figureFile: (experiment, name, extension) => page(`figures/${experiment}/${name}.${extension}`),
    metric: (address) => page(`experiments/${parseAddress(address).experiment}/#${metricAnchor(address)}`),
  };
}

export const figureAnchor = (name: string): string => `fig-${name}`;

/** Id of a metric's row, from its canonical address by the whole scope; a seed points at the same row. */
export function metricAnchor(address: string): string {
  const { metric, scope } = parseAddress(address);
  return `m-${anchor(formatAddress({ experiment: '', metric, scope, seed: null }))}`;
}

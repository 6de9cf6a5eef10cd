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
  | 'changes'
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
  section(name: PageName): string;
  /** An entry of a page that holds them all, e.g. a term of the glossary. */
  part(name: PageName, id: string): string;
  leaderboards: string;
  figures: string;
  evidence: string;
  feed: string;
  api(name: string): string;
  apiSchema(name: string): string;
  leaderboard(suite: string): string;
  /** A page of a collection, e.g. `hubs/fisher/`. */
  page(collection: string, id: string): string;
  /** The page of a figure; `figure` leads to it on its experiment's page. */
  figurePage(experiment: string, name: string): string;
  track(letter: string): string;
  claim(id: string): string;
  experiment(id: string): string;
  dataset(id: string): string;
  /** The figure on its experiment's page. */
  figure(experiment: string, name: string): string;
  figureFile(experiment: string, name: string, extension: 'svg' | 'vl.json'): string;
  /** A picture beside the texts, by its path below the root. */
  media(file: string): string;
  /** The row of a metric on its experiment's page. */
  metric(address: string): string;
}

/**
 * @param translated pages below the base that the reader's language has under `folder`; links to them stay in the
 *   language, all others lead to the English page.
 */
export function createLinks(base: string, translated: ReadonlySet<string> = new Set(), folder = 'zh/'): Links {
  const page = (path: string): string => base + (translated.has(path.replace(/#.*/, '')) ? folder : '') + path;
  return {
    base,
    home: page(''),
    tracks: page('tracks/'),
    claims: page('claims/'),
    experiments: page('experiments/'),
    datasets: page('datasets/'),
    search: page('search/'),
    section: (name) => page(`${name}/`),
    part: (name, id) => page(`${name}/#${id}`),
    leaderboards: page('leaderboards/'),
    figures: page('figures/'),
    evidence: page('evidence/'),
    feed: page('feed.xml'),
    api: (name) => page(`api/${name}.json`),
    apiSchema: (name) => page(`api/schema/${name}.schema.json`),
    page: (collection, id) => page(`${collection}/${id.toLowerCase()}/`),
    leaderboard: (suite) => page(`leaderboards/${suite}/`),
    figurePage: (experiment, name) => page(`figures/${experiment}/${name}/`),
    track: (letter) => page(`tracks/${letter.toLowerCase()}/`),
    claim: (id) => page(`claims/${id}/`),
    experiment: (id) => page(`experiments/${id}/`),
    dataset: (id) => page(`datasets/${id}/`),
    figure: (experiment, name) => page(`experiments/${experiment}/#${figureAnchor(name)}`),
    figureFile: (experiment, name, extension) => page(`figures/${experiment}/${name}.${extension}`),
    media: (file) => page(`media/${mediaPath(file).split('/').map(encodeURIComponent).join('/')}`),
    metric: (address) => page(`experiments/${parseAddress(address).experiment}/#${metricAnchor(address)}`),
  };
}

/** Where a picture lies below `/media/`: `content/guides/images/a.png` is `guides/a.png`. */
export const mediaPath = (file: string): string => file.replace(/^content\//, '').replace('/images/', '/');

export const figureAnchor = (name: string): string => `fig-${name}`;

/** Id of a metric's row, from its canonical address by the whole scope; a seed points at the same row. */
export function metricAnchor(address: string): string {
  const { metric, scope } = parseAddress(address);
  return `m-${anchor(formatAddress({ experiment: '', metric, scope, seed: null }))}`;
}

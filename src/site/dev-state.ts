import type { Finding } from '../content/types.ts';

/** What `dev` shows over a page. */
export interface DevState {
  /** Path under which the site is served: `/` or `/lab/`. */
  base: string;
  /** Findings that would stop a build. */
  faults: Finding[];
  /** Experiments whose committed result is not what their config and code would give now. */
  stale: { id: string; status: string; reason: string }[];
}

/** Event of Vite's connection that brings a new state. */
export const devEvent = 'paper-factory:state';

/** Where the state is fetched from, below the server's origin, when a page opens. */
export const devAddress = '/__paper-factory/state.json';

/** Address of the page that a file of a root is shown on, below the base; null where it has none of its own. */
export function pageOfFile(file: string): string | null {
  const [, letter] = /^content\/claims\/([a-z])(?:\.zh)?\.yaml$/.exec(file) ?? [];
  if (letter) return `tracks/${letter}/`;
  const [, collection, stem, zh] = /^content\/(\w+)\/([^/]+?)(\.zh)?\.mdx?$/.exec(file) ?? [];
  if (collection && stem) return `${zh ? 'zh/' : ''}${collection}/${stem.toLowerCase()}/`;
  const [, id] = /^(?:experiments|assets\/results|assets\/figures)\/([^/]+)\//.exec(file) ?? [];
  if (id) return `experiments/${id}/`;
  const [, page] = /^content\/(\w+)\.yaml$/.exec(file) ?? [];
  return page ? `${page}/` : null;
}

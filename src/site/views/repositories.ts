import type { Repositories } from '@paper-factory/runners/schema';
import type { SiteContext } from './context.ts';
import { linksTo, pick, type Known } from './entry.ts';
import type { ExperimentView } from './experiment.ts';
import type { Link } from './link.ts';
import { collectionNouns, entryLink } from './page-link.ts';

type Repository = Repositories['repositories'][number];

export interface RepositoryView extends Omit<Repository, 'tracks' | 'replacedBy'> {
  tracks: Link[];
  replacedBy: ExperimentView[];
  /** Pages whose `origin` names it, by kind of page. */
  named: { kind: string; links: Link[] }[];
}

export const repositoryStates: Record<Repository['state'], string> = {
  here: 'in this root',
  public: 'public',
  'not-at-hand': 'not at hand, only named by the sources',
};

const collections = [
  'experiments', 'hubs', 'roadmaps', 'cards', 'principles', 'datasets', 'sessions', 'notes',
] as const; // prettier-ignore

function namedIn(site: SiteContext, repository: string): RepositoryView['named'] {
  return collections
    .map((name) => ({
      kind: collectionNouns[name],
      links: [...site.loaded[name]]
        .filter(([, { data }]) => data.origin.some((one) => one.repository === repository))
        .flatMap(([id]) => entryLink(site, name, id) ?? []),
    }))
    .filter(({ links }) => links.length > 0);
}

export function repositoryViews(site: SiteContext, known: Known): RepositoryView[] {
  return (site.loaded.repositories?.data.repositories ?? []).map((one) => ({
    ...one,
    tracks: linksTo(site, 'tracks', one.tracks),
    replacedBy: pick(known.experiments, one.replacedBy),
    named: namedIn(site, one.id),
  }));
}

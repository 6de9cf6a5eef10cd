import type { UiText } from '../text/words.ts';
import type { SiteContext } from '../views/context.ts';
import type { PageName } from './links.ts';

export interface Section {
  id: PageName | 'tracks' | 'claims' | 'leaderboards' | 'figures' | 'evidence' | 'search';
  text: string;
  href: string;
}

export interface SectionGroup {
  title: string;
  sections: Section[];
}

/** Whether a root is about work that is executed; one without anything yet is going to be. */
export const hasStudy = ({ tracks, claims, experiments, configs, guides }: SiteContext['loaded']): boolean =>
  guides.size === 0 || [tracks, claims, experiments, configs].some(({ size }) => size > 0);

/** The parts of the site by what they are for; a part for which the root has nothing is left out. */
export function sectionsOf({
  loaded,
  links,
  t,
  state,
}: Pick<SiteContext, 'loaded' | 'links' | 't' | 'state'>): SectionGroup[] {
  const page = (id: PageName, text: UiText, there: boolean): Section[] =>
    there ? [{ id, text: t(text), href: links.section(id) }] : [];
  const other = (id: 'leaderboards' | 'figures' | 'evidence', text: UiText, there: boolean): Section[] =>
    there ? [{ id, text: t(text), href: links[id] }] : [];
  const { hubs, roadmaps, cards, principles, sessions, notes, guides, datasets } = loaded;
  // A root of guides alone has no list of claims that could be empty.
  const study = hasStudy(loaded);
  const list = (id: 'tracks' | 'claims' | 'experiments', text: UiText): Section[] =>
    study ? [{ id, text: t(text), href: links[id] }] : [];
  const groups: SectionGroup[] = [
    {
      title: t('Read'),
      sections: [
        ...page('start', 'Start here', loaded.start !== null),
        ...page('guides', 'Guides', guides.size > 0),
        ...list('tracks', 'Tracks'),
        ...page('hubs', 'Hubs', hubs.size > 0),
        ...page('cards', 'Cards', cards.size > 0),
        ...page('principles', 'Principles', principles.size > 0),
        ...page('glossary', 'Glossary', (loaded.glossary?.data.terms.length ?? 0) > 0),
        ...page('changes', 'What changed', Boolean(state.changes)),
      ],
    },
    {
      title: t('Evidence'),
      sections: [
        ...list('claims', 'Claims'),
        ...list('experiments', 'Experiments'),
        ...other('evidence', 'Evidence map', loaded.claims.size > 0),
        ...other('leaderboards', 'Leaderboards', loaded.results.size > 0),
        ...other('figures', 'Figures', loaded.figures.size > 0),
        ...page('datasets', 'Datasets', datasets.size > 0),
        ...page('contradictions', 'Contradictions', study),
        ...page('missing', 'Missing information', study),
        ...page('review', 'Review', study),
      ],
    },
    {
      title: t('Work'),
      sections: [
        ...page('kanban', 'Kanban', study),
        ...page('roadmaps', 'Roadmaps', roadmaps.size > 0),
        ...page('sessions', 'Sessions', sessions.size > 0),
        ...page('notes', 'Notes', notes.size > 0),
        ...page('repositories', 'Repositories', (loaded.repositories?.data.repositories.length ?? 0) > 0),
      ],
    },
  ];
  return groups.filter(({ sections }) => sections.length > 0);
}

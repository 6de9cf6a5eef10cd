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
  const { hubs, roadmaps, cards, principles, sessions, notes, datasets } = loaded;
  const groups: SectionGroup[] = [
    {
      title: t('Read'),
      sections: [
        ...page('start', 'Start here', loaded.start !== null),
        { id: 'tracks', text: t('Tracks'), href: links.tracks },
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
        { id: 'claims', text: t('Claims'), href: links.claims },
        { id: 'experiments', text: t('Experiments'), href: links.experiments },
        ...other('evidence', 'Evidence map', loaded.claims.size > 0),
        ...other('leaderboards', 'Leaderboards', loaded.results.size > 0),
        ...other('figures', 'Figures', loaded.figures.size > 0),
        ...page('datasets', 'Datasets', datasets.size > 0),
        ...page('contradictions', 'Contradictions', true),
        ...page('missing', 'Missing information', true),
        ...page('review', 'Review', true),
      ],
    },
    {
      title: t('Work'),
      sections: [
        ...page('kanban', 'Kanban', true),
        ...page('roadmaps', 'Roadmaps', roadmaps.size > 0),
        ...page('sessions', 'Sessions', sessions.size > 0),
        ...page('notes', 'Notes', notes.size > 0),
        ...page('repositories', 'Repositories', (loaded.repositories?.data.repositories.length ?? 0) > 0),
      ],
    },
  ];
  return groups;
}

import type { Roadmap } from '@paper-factory/runners/schema';
import { withParts } from '../../content/stored-text.ts';
import type { DataFile, Entry, LoadedRoot } from '../../content/types.ts';
import { type Hidden, isHiddenPage } from './public-hidden.ts';
import type { Clean } from './public-text.ts';
import { scrub } from './scrub.ts';

type Layers = Pick<
  LoadedRoot,
  | 'hubs'
  | 'roadmaps'
  | 'cards'
  | 'principles'
  | 'sessions'
  | 'notes'
  | 'guides'
  | 'decisions'
  | 'glossary'
  | 'contradictions'
  | 'repositories'
  | 'start'
>;

/** The body of an entry without private links; nothing where it has none, so that it stays stored as it is. */
export function cleaned(entry: Entry<unknown>, clean: Clean): { body?: string } {
  const { body } = entry;
  const left = clean(body, entry);
  return left === body ? {} : { body: left };
}

/** The entries that are left, without what they say of hidden ones. */
export function publicEntries<T>(
  entries: Map<string, Entry<T>>,
  hiddenIds: ReadonlySet<string>,
  { hidden, clean, of }: { hidden: Hidden; clean: Clean; of?: (id: string) => string },
): Map<string, Entry<T>> {
  return new Map(
    [...entries]
      .filter(([id]) => !hiddenIds.has(id))
      .map(([id, entry]) => {
        const { file } = entry;
        const settings = { hidden, clean: (text: string) => clean(text, { file, format: 'md' }), of: of?.(id) };
        return [id, withParts(entry, { ...cleaned(entry, clean), data: scrub(entry.data, settings) })];
      }),
  );
}

/** A roadmap whose milestones come after those only that are left. */
function inOrder(entry: Entry<Roadmap>): Entry<Roadmap> {
  const left = new Set(entry.data.milestones.map(({ id }) => id));
  const milestones = entry.data.milestones.map((one) => ({ ...one, after: one.after.filter((id) => left.has(id)) }));
  return withParts(entry, { data: { ...entry.data, milestones } });
}

/** The layers above experiments, and the files that are one page each, without what is hidden. */
export function publicLayers(loaded: LoadedRoot, hidden: Hidden, clean: Clean): Layers {
  const { ids, entries } = hidden;
  const settings = { hidden, clean };
  const scrubbed = <T>(data: T, file: string, of?: string): T =>
    scrub(data, { hidden, clean: (text) => clean(text, { file, format: 'md' }), of });
  /** A file of many entries, without those that are about what is hidden. */
  const listed = <T>(one: DataFile<T> | null, left: (data: T) => T): DataFile<T> | null =>
    one && { ...one, data: scrubbed(left(one.data), one.file) };
  return {
    hubs: publicEntries(loaded.hubs, ids.hub, settings),
    roadmaps: new Map(
      [...publicEntries(loaded.roadmaps, ids.roadmap, settings)].map(([id, one]) => [id, inOrder(one)]),
    ),
    cards: publicEntries(loaded.cards, ids.card, settings),
    principles: publicEntries(loaded.principles, ids.principle, { ...settings, of: () => 'principles' }),
    sessions: publicEntries(loaded.sessions, ids.session, settings),
    notes: publicEntries(loaded.notes, ids.note, settings),
    guides: publicEntries(loaded.guides, ids.guide, settings),
    decisions: new Map(
      [...loaded.decisions]
        .filter(([letter]) => !ids.track.has(letter))
        .map(([letter, { gates, trees, triggers, acceptance, ...one }]) => [
          letter,
          { ...one, ...scrubbed({ gates, trees, triggers, acceptance }, one.file, letter) },
        ]),
    ),
    glossary: listed(loaded.glossary, (data) => ({
      ...data,
      terms: data.terms.filter(({ id }) => !entries.glossary.has(id)),
    })),
    contradictions: listed(loaded.contradictions, (data) => ({
      ...data,
      contradictions: data.contradictions
        .filter(({ id }) => !entries.contradictions.has(id))
        // The question is one of the first track.
        .map(({ question, ...one }) => (question && !ids.track.has(one.tracks[0]!) ? { ...one, question } : one)),
    })),
    repositories: listed(loaded.repositories, (data) => ({
      ...data,
      repositories: data.repositories.filter(({ id }) => !ids.repository.has(id)),
    })),
    start: listed(loaded.start, (data) => ({
      ...data,
      entries: data.entries.filter(({ page }) => !isHiddenPage(hidden, page)),
    })),
  };
}

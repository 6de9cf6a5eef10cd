import type { DataPath, Entry, LoadedRoot } from '../content/types.ts';

/** A text to check for evidence: a body, or a field that holds evidence links. */
export interface Text {
  body: string;
  format: 'md' | 'mdx';
  file: string;
  /** Line of the file on which it begins. */
  bodyLine: number;
}

/** Every Markdown page of a root, translations among them. */
export function pagesOf(loaded: LoadedRoot): Entry<unknown>[] {
  return [
    ...[loaded.tracks, loaded.experiments, loaded.datasets, loaded.hubs, loaded.roadmaps],
    ...[loaded.cards, loaded.principles, loaded.sessions, loaded.notes, loaded.guides, loaded.translations],
  ].flatMap((entries) => [...entries.values()]);
}

const evidenceLink = /\]\((?:metric|reported|claim|exp|fig|leaderboard):/;

/** The strings of some data that hold an evidence link, with the path to each. */
function* linkedStrings(data: unknown, path: DataPath = []): Generator<[text: string, path: DataPath]> {
  if (typeof data === 'string') {
    if (evidenceLink.test(data)) yield [data, path];
  } else if (typeof data === 'object' && data !== null) {
    const entries = Array.isArray(data) ? data.entries() : Object.entries(data);
    for (const [key, value] of entries) yield* linkedStrings(value, [...path, key]);
  }
}

/** Whether a page is the log of an imported run, whose fields say what another program wrote: data, and no evidence. */
function isImported(entry: Entry<unknown>, { experiments, configs }: LoadedRoot): boolean {
  const id = (entry.data as { id?: string }).id ?? '';
  return experiments.get(id) === entry && configs.get(id)?.config.runner === 'imported';
}

/** The fields of front matter and data files that hold evidence links, each as a text of its own. */
export function fieldsOf(loaded: LoadedRoot): Text[] {
  const { glossary, contradictions, repositories, start, claims, decisions, claimTranslations } = loaded;
  const files = [glossary, contradictions, repositories, start, ...claimTranslations.values()];
  const sources: { data: unknown; file: string; line(path: DataPath): number }[] = [
    ...pagesOf(loaded).filter((entry) => !isImported(entry, loaded)),
    ...files.flatMap((file) => file ?? []),
    ...[...claims.values()].map(({ claim, file, line }) => ({ data: claim, file, line })),
    ...[...decisions.values()].map(({ gates, trees, triggers, acceptance, file, line }) => {
      return { data: { gates, trees, triggers, acceptance }, file, line };
    }),
  ];
  return sources.flatMap(({ data, file, line }) =>
    [...linkedStrings(data)].map(([body, path]) => {
      // A getter: where a text stands matters only where it has a fault.
      const text: Text = {
        body,
        format: 'md',
        file,
        get bodyLine() {
          return line(path);
        },
      };
      return text;
    }),
  );
}

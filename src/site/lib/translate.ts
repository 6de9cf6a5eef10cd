import type { Translation } from '@paper-factory/runners/schema';
import { withParts } from '../../content/stored-text.ts';
import type { Entry, LoadedRoot } from '../../content/types.ts';

/** A copy of parsed data in which the texts at the given paths are replaced; a path that leads nowhere changes nothing. */
export function replaceTexts<T>(data: T, texts: Readonly<Record<string, string>>): T {
  const copy = structuredClone(data);
  for (const [path, text] of Object.entries(texts)) {
    const steps = path.split('.');
    const last = steps.pop()!;
    let at: unknown = copy;
    for (const step of steps) at = (at as Record<string, unknown> | null | undefined)?.[step];
    if (typeof (at as Record<string, unknown> | undefined)?.[last] === 'string') {
      (at as Record<string, unknown>)[last] = text;
    }
  }
  return copy;
}

function translateEntry<T extends { title: string; lang: 'en' | 'zh' }>(
  entry: Entry<T>,
  translation: Entry<Translation>,
): Entry<T> {
  const { title, lang, texts, authors, date, updated } = translation.data;
  const data = { ...replaceTexts(entry.data, texts), title, lang, authors, date, updated };
  const { bodyLine, file } = translation;
  return withParts(entry, { data, body: translation.body, bodyLine, file });
}

const collections = [
  ...(['tracks', 'experiments', 'datasets', 'hubs', 'roadmaps'] as const),
  ...(['cards', 'principles', 'sessions', 'notes', 'guides'] as const),
] as const;

/** The root as a reader of Chinese sees it: what is translated in Chinese, all else as it is. */
export function translatedRoot(loaded: LoadedRoot): LoadedRoot {
  const translated = { ...loaded };
  for (const name of collections) {
    const entries = loaded[name] as Map<string, Entry<{ title: string; lang: 'en' | 'zh' }>>;
    const map = new Map(
      [...entries].map(([id, entry]) => {
        const translation = loaded.translations.get(`${name}/${id}`);
        return [id, translation ? translateEntry(entry, translation) : entry];
      }),
    );
    Object.assign(translated, { [name]: map });
  }
  translated.claims = new Map(
    [...loaded.claims].map(([id, entry]) => {
      const words = loaded.claimTranslations.get(entry.track)?.data;
      const statement = words?.statements[id] ?? entry.claim.statement;
      const because = words?.because[id] ?? entry.claim.because;
      return [id, { ...entry, claim: { ...entry.claim, statement, ...(because ? { because } : {}) } }];
    }),
  );
  translated.decisions = new Map(
    [...loaded.decisions].map(([letter, entry]) => {
      const { file, line, track, ...data } = entry;
      const texts = loaded.claimTranslations.get(letter)?.data.texts ?? {};
      return [letter, { ...replaceTexts(data, texts), file, line, track }];
    }),
  );
  return translated;
}

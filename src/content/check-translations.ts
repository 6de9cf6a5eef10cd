import type { Translation } from '@paper-factory/runners/schema';
import { stemOf } from './load-entries.ts';
import { finding } from './rules.ts';
import type { DataPath, Entry, Finding, LoadedRoot } from './types.ts';

interface Place {
  file: string;
  line(path: DataPath): number;
}

const tell = ({ file, line }: Place, path: DataPath, message: string, hint: string): Finding =>
  finding('translation-has-original', file, line(path), message, hint);

/** What stands at a path like `contributions.0.text`; undefined where there is nothing. */
function valueAt(data: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, step) => {
    const holder = typeof at === 'object' && at !== null ? (at as Record<string, unknown>) : {};
    return Object.hasOwn(holder, step) ? holder[step] : undefined;
  }, data);
}

/** Every path of a translation leads to a text of the original. */
function checkTexts(texts: Record<string, string>, original: unknown, place: Place, name: string): Finding[] {
  return Object.keys(texts).flatMap((path) => {
    const found = valueAt(original, path);
    if (typeof found === 'string') return [];
    const what = found === undefined ? 'which is not there' : 'which is no text';
    const message = `texts: expected the path of a text in ${name}, found "${path}", ${what}`;
    return [tell(place, ['texts', path], message, 'Correct the path, or remove it: it follows the original.')];
  });
}

/** Levels of the headings of a text, code aside. */
const levelsOf = (body: string): number[] =>
  [...body.replace(/^(```|~~~)[\s\S]*?^\1/gm, '').matchAll(/^(#{1,6})\s/gm)].map(([, signs]) => signs.length);

/** Headings by order are the same places in both languages. */
function checkHeadings(translation: Entry<Translation>, original: Pick<Entry<unknown>, 'body' | 'file'>): Finding[] {
  const [wanted, found] = [levelsOf(original.body), levelsOf(translation.body)];
  if (wanted.join() === found.join()) return [];
  const say = (levels: number[]): string => `${levels.length}${levels.length > 0 ? ` (levels ${levels.join(', ')})` : ''}`;
  const message = `expected the headings of ${original.file}, ${say(wanted)}, found ${say(found)}`;
  const hint = 'Give both the same sections in the same order; until then links to a section do not keep their place.';
  const { file, bodyLine } = translation;
  return [finding('translation-has-same-headings', file, bodyLine, message, hint)];
}

/** @param names Of each collection the ids and file names that are there, parsed or not. */
function checkPages(root: LoadedRoot, names: Record<string, ReadonlySet<string>>): Finding[] {
  return [...root.translations].flatMap(([key, entry]) => {
    const [collection] = key.split('/');
    const { id, texts } = entry.data;
    const stem = stemOf(entry.file).replace(/\.zh$/, '');
    const wanted = collection === 'tracks' ? stem.toUpperCase() : stem;
    if (id !== wanted) {
      const message = `id: expected "${wanted}", as the file name says, found "${id}"`;
      return [finding('id-equals-file-name', entry.file, entry.line(['id']), message, `Write id: ${wanted}.`)];
    }
    if (!names[collection].has(id)) {
      const message = `expected the page that it translates beside it, content/${collection}/${stem}.md, found none`;
      return [tell(entry, ['id'], message, 'Add the original, or remove the translation.')];
    }
    const originals = root[collection as 'tracks'] as ReadonlyMap<string, Entry<unknown>>;
    const original = originals.get(id);
    if (!original) return [];
    return [...checkTexts(texts, original.data, entry, original.file), ...checkHeadings(entry, original)];
  });
}

/** @param files Letters of the claims files that are there, parsed or not. */
function checkClaims(root: LoadedRoot, files: ReadonlySet<string>): Finding[] {
  return [...root.claimTranslations].flatMap(([letter, entry]) => {
    const name = `content/claims/${letter.toLowerCase()}.yaml`;
    if (!files.has(letter)) {
      const message = `expected the claims that it translates, ${name}, found none`;
      return [tell(entry, ['track'], message, 'Add the original, or remove the translation.')];
    }
    const decisions = root.decisions.get(letter);
    if (!decisions) return []; // a file with faults, which are told
    const { gates, trees, triggers, acceptance } = decisions;
    const absent = (field: 'statements' | 'because'): Finding[] =>
      Object.keys(entry.data[field]).flatMap((id) => {
        const claim = root.claims.get(id);
        const own = claim?.track === letter;
        if (own && (field === 'statements' || claim.claim.because !== undefined)) return [];
        const what = own ? 'which has no because' : 'which is not there';
        const message = `${field}: expected a claim of ${name}, found "${id}", ${what}`;
        return [tell(entry, [field, id], message, 'Correct the id, or remove the entry.')];
      });
    return [
      ...absent('statements'),
      ...absent('because'),
      ...checkTexts(entry.data.texts, { gates, trees, triggers, acceptance }, entry, name),
    ];
  });
}

/** Every translation lies beside its original and translates what that has. */
export function checkTranslations(
  root: LoadedRoot,
  names: Record<string, ReadonlySet<string>>,
  claimFiles: ReadonlySet<string>,
): Finding[] {
  return [...checkPages(root, names), ...checkClaims(root, claimFiles)];
}

import type { Hidden } from './public-hidden.ts';

/** Schemes of links, and names of components, that lead to experiments; another kind is named by its own word. */
const wordsOfExperiments = ['exp', 'fig', 'metric'];

/** What is written in another way than it is read: character references, backslashes and percent signs. */
const encoded = /[&\\%]/;

/** A letter that is no ASCII may become others where it is made small. */
// eslint-disable-next-line no-control-regex
const ascii = /^[\x00-\x7f]*$/;

/**
 * Makes a quick test whether a text may lead to something private. It may say yes of one that does not, and never says
 * no of one that does: where nothing is written in code, an address stands in the text as it is, and an address of a
 * page has the page's name and, before it, its folder, kind or scheme, which a relative one may leave to the path of
 * the file that it is in.
 * @param paths `<folder>/<id>` of all that is private, in lower case.
 */
export function mentionTest(hidden: Hidden, paths: Iterable<string>): (text: string, file: string) => boolean {
  /** By the words that come before them: names, in lower case. */
  const names = new Map<string, Set<string>>();
  const add = (word: string, name: string): void => {
    names.set(word, (names.get(word) ?? new Set()).add(name.toLowerCase()));
  };
  for (const path of paths) add(path.slice(0, path.indexOf('/')), path.slice(path.indexOf('/') + 1));
  for (const [kind, ids] of Object.entries(hidden.ids)) {
    for (const word of kind === 'exp' ? wordsOfExperiments : [kind]) for (const id of ids) add(word, id);
  }
  const isPlain = [...names].every(([word, all]) => ascii.test(word) && [...all].every((name) => ascii.test(name)));
  return (text, file) => {
    if (!isPlain || encoded.test(text) || encoded.test(file)) return true;
    const small = `${text}\n${file}`.toLowerCase();
    return [...names].some(([word, all]) => small.includes(word) && [...all].some((name) => small.includes(name)));
  };
}

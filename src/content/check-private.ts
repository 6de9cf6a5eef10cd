import { collectionNames } from './collections.ts';
import { createFinder } from './find-patterns.ts';
import { finding } from './rules.ts';
import { stringsOf } from './strings-of.ts';
import type { DataPath, Entry, Finding, LoadedRoot } from './types.ts';

type Page = Entry<{ id: string; title: string; aliases: string[]; visibility: string }>;

/** Titles and ids of one word are words of the language, too. */
const isTelling = (name: string): boolean => /[\s_-]/.test(name.trim()) && name.replace(/[^\p{L}\p{N}]/gu, '').length > 3;

/** What private entries are called, each name with the id of its entry. */
function privateNames(root: LoadedRoot, pages: readonly Page[]): Map<string, string> {
  const names = new Map<string, string>();
  const hidden = new Set<string>();
  for (const { data } of pages.filter((page) => page.data.visibility === 'private')) {
    if (/^[A-Z]$/.test(data.id)) hidden.add(data.id);
    for (const name of [data.id, data.title, ...data.aliases]) {
      if (isTelling(name)) names.set(name.replaceAll('*', ' ').trim().toLowerCase(), data.id);
    }
  }
  for (const [id, { track }] of root.claims) if (hidden.has(track)) names.set(id.toLowerCase(), id);
  // A name that a public page has, too, tells nothing.
  for (const { data } of pages.filter((page) => page.data.visibility !== 'private')) {
    for (const name of [data.id, data.title, ...data.aliases]) names.delete(name.toLowerCase());
  }
  return names;
}

/** Addresses of links, which a build takes out with the links; as many characters as before. */
const linkTarget = /\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+"[^"]*")?\)|<[a-z]+:[^>\s]*>|^\[[^\]]+\]:.*$|\s(?:of|id|href|src|cite)=(?:"[^"]*"|'[^']*')/gm;

const withoutTargets = (text: string): string => text.replace(linkTarget, (target) => ' '.repeat(target.length));

/** An id or an address such as `exp:zebra-run` or `zebra-run/r2`: a build takes references to private entries out. */
const isReference = (text: string, from: number): boolean => !/\s/.test(text) && (from === 0 || text[from - 1] === ':');

/**
 * Names of private entries that public texts spell out. A build takes links to them out, and keeps the words that people
 * wrote: nobody but the author can say what they mean.
 */
export function checkPrivate(root: LoadedRoot): Finding[] {
  const pages = collectionNames.flatMap((name) => [...(root[name] as unknown as Map<string, Page>).values()]);
  const names = privateNames(root, pages);
  if (names.size === 0) return [];
  const find = createFinder([...names.keys()]);
  const hidden = new Set(pages.filter(({ data }) => data.visibility === 'private').map(({ data }) => data.id));
  const isShown = ({ data }: { data: { id: string } }): boolean => !hidden.has(data.id);
  const found = (text: string, file: string, lineOf: (offset: number) => number): Finding[] => {
    const plain = withoutTargets(text);
    return find(plain).flatMap(({ from, to, pattern }) => {
      if (isReference(plain, from)) return [];
      const id = names.get(pattern)!;
      // Says the id, by which the public pages leave this finding out.
      const message = `expected no name of a private entry in a public text, found "${plain.slice(from, to).replace(/\s+/g, ' ')}", which names ${/^[A-Z]$/.test(id) ? `track ${id}` : id}`;
      const hint = 'Reword it, or link to the entry: a build keeps the words of such a link and takes the link out.';
      return [finding('private-stays-private', file, lineOf(from), message, hint)];
    });
  };
  const inData = (data: unknown, file: string, line: (path: DataPath) => number): Finding[] =>
    [...stringsOf(data)].flatMap(([text, path]) => found(text, file, () => line(path)));
  const bodies = [
    ...pages.filter(isShown),
    ...[...root.translations.values()].filter(isShown),
  ].flatMap(({ data, body, bodyLine, file, line }) => [
    ...inData(data, file, line),
    ...found(body, file, (offset) => bodyLine + body.slice(0, offset).split('\n').length - 1),
  ]);
  const claims = [...root.claims.values()]
    .filter(({ claim, track }) => !hidden.has(track) && !names.has(claim.id.toLowerCase()))
    .flatMap(({ claim, file, line }) => inData(claim, file, line));
  return [...bodies, ...claims];
}

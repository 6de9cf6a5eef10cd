import { collectionNames } from './collections.ts';
import type { Entry, LoadedRoot } from './types.ts';

type Person = string | { name: string; affiliation?: string | undefined };

const escapeless = (word: string): string => word.replaceAll('*', ' ').replace(/\s+/g, ' ').trim();

/** `Ada M. Lovelace` as citations and file heads write it. Surnames alone are words of the language, and left out. */
function spellings(name: string): string[] {
  const bare = escapeless(name);
  const parts = bare.split(/[\s,]+/).filter(Boolean);
  if (parts.length < 2 || parts.length > 4 || !parts.every((part) => /^\p{Lu}|^\p{Script=Han}/u.test(part))) return [bare];
  const [given, last] = bare.includes(',') ? [parts.slice(1), parts[0]!] : [parts.slice(0, -1), parts.at(-1)!];
  const initials = given.map((part) => part[0]!);
  const firsts = [given.join(' '), given[0]!, `${initials.join('. ')}.`, `${initials.join('.')}.`, initials.join(''), initials.join(' '), `${initials[0]}.`];
  const orders = firsts.flatMap((first) => [`${first} ${last}`, `${last}, ${first}`, `${last} ${first}`]);
  return [bare, ...orders, `${last} et al`];
}

/** A place where many groups keep their repositories: its name tells nothing, an owner's does. */
const forge = /(?:^|\.)(?:git(?:hub|lab|ee)|bitbucket|codeberg|huggingface)\./;

/** An address without its protocol and slashes, and what names its owner. */
function addressWords(address: string | undefined): string[] {
  if (!address || !URL.canParse(address)) return [];
  const { host, pathname } = new URL(address);
  const [owner, name] = pathname.split('/').filter(Boolean);
  if (owner === undefined) return forge.test(host) ? [] : [host];
  const whole = `${host}${pathname}`.replace(/(?:\.git)?\/?$/, '');
  return forge.test(host) ? [whole, owner, ...(name ? [`${owner}/${name.replace(/\.git$/, '')}`] : [])] : [whole];
}

/** Everyone who is named as an author anywhere in a root, and the institutes. */
function people(loaded: LoadedRoot): { names: Set<string>; affiliations: Set<string> } {
  const { config } = loaded;
  const names = new Set<string>(config.authors);
  const affiliations = new Set<string>(config.affiliations);
  for (const collection of [...collectionNames, 'translations'] as const) {
    for (const { data } of loaded[collection].values() as Iterable<Entry<{ authors: Person[] }>>) {
      for (const one of data.authors) {
        names.add(typeof one === 'string' ? one : one.name);
        if (typeof one !== 'string' && one.affiliation) affiliations.add(one.affiliation);
      }
    }
  }
  for (const { data } of loaded.tracks.values()) if (data.signOff) names.add(data.signOff.reviewer);
  return { names, affiliations };
}

/** Stands in every site that this tool builds. */
const toolName = 'Paper Factory';

/**
 * Letters that a word must have: one alone is an initial. A Chinese name or a short institute (`MIT`) is sought too, as a
 * whole word; where it is also a word of the texts, the build names the places and `anonymous.allow` lets it stay.
 */
const least = 2;

/**
 * Words by which a root tells who wrote it, in the form of `redact` patterns: authors in the usual spellings, institutes,
 * the title of the site, addresses of repositories and of the site, and what `anonymous.also` names.
 */
export function identifyingWords(loaded: LoadedRoot): string[] {
  const { config, repositories } = loaded;
  const { names, affiliations } = people(loaded);
  const isLocal = new URL(config.site.url).hostname === 'localhost';
  // Data stores and services are other people's, and named by every study that uses them.
  const own = (repositories?.data.repositories ?? []).flatMap(({ kind, url }) =>
    kind === 'code' || kind === 'knowledge' ? addressWords(url) : [],
  );
  const words = [
    ...[...names].flatMap(spellings),
    ...[...affiliations].map(escapeless),
    ...(config.title === toolName ? [] : [config.title]),
    ...addressWords(config.repository),
    ...own,
    ...(isLocal ? [] : [new URL(config.site.url).host]),
    ...config.anonymous.also,
  ];
  const { also, allow } = config.anonymous;
  const allowed = new Set(allow.map((word) => word.toLowerCase()));
  const tells = (word: string): boolean =>
    also.includes(word) || (word.replace(/[^\p{L}\p{N}]/gu, '').length >= least && !allowed.has(word.toLowerCase()));
  return [...new Set(words.filter(tells))].sort();
}

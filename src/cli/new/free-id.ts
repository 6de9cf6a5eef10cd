import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { claimId, slug, trackLetter } from '@paper-factory/runners/schema';
import { UserError } from '@paper-factory/runners/user-error';
import type { LoadedRoot } from '../../content/types.ts';
import { type Kind, type PageKind, pageKinds } from './kinds.ts';

/** Longest id that is made of a title; addresses are read by people. */
const longest = 60;

/** An id from a title: lower-case letters and digits; empty where the title has none of them. */
export function slugOf(title: string): string {
  const words = title
    .normalize('NFKD')
    .replaceAll('ß', 'ss')
    .replace(/[\u0300-\u036f'’]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (words.length <= longest) return words;
  return words
    .slice(0, longest + 1)
    .replace(/-[^-]*$/, '')
    .slice(0, longest);
}

/** Files of a page's id, whether or not they could be read. */
function placesOf(kind: PageKind, id: string): string[] {
  const page = `content/${pageKinds[kind].collection}/${id}`;
  const own = kind === 'experiment' ? [`experiments/${id}`, `assets/results/${id}`, `assets/figures/${id}`] : [];
  return [`${page}.md`, `${page}.mdx`, ...own];
}

/** Whether an id is taken, and by what: a file, an alias of another page, or a claim. */
export function takenBy(loaded: LoadedRoot, kind: Kind, id: string): string | null {
  if (kind === 'claim') return loaded.claims.get(id)?.file ?? null;
  const entries = [...loaded[pageKinds[kind].collection].values()];
  const alias = entries.find(({ data }) => data.aliases.includes(id));
  if (alias) return `${alias.file}, as an old name`;
  if (kind === 'track' && loaded.tracks.has(id)) return loaded.tracks.get(id)!.file;
  return (
    placesOf(kind, kind === 'track' ? id.toLowerCase() : id).find((file) => existsSync(join(loaded.root, file))) ?? null
  );
}

/** The first of `id`, `id-2`, `id-3`, … that is free. */
export function firstFree(loaded: LoadedRoot, kind: Kind, id: string): string {
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? id : `${id}-${n}`;
    if (takenBy(loaded, kind, candidate) === null) return candidate;
  }
}

/** The next letter without a track or claims of one. @throws {UserError} where all are taken. */
export function nextLetter(loaded: LoadedRoot): string {
  const folder = join(loaded.root, 'content', 'claims');
  const claims = existsSync(folder) ? readdirSync(folder).map((name) => name[0].toUpperCase()) : [];
  const free = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].find(
    (letter) => !claims.includes(letter) && takenBy(loaded, 'track', letter) === null,
  );
  if (free) return free;
  throw new UserError('all 26 letters are taken by tracks', { hint: 'Make another root for further papers.' });
}

/** An id that was asked for. @throws {UserError} that says what an id is like, or who has it. */
export function checkId(loaded: LoadedRoot, kind: Kind, id: string): string {
  const schema = kind === 'track' ? trackLetter : kind === 'claim' ? claimId : slug;
  const parsed = schema.safeParse(id);
  if (!parsed.success) {
    const near = kind === 'track' ? id.slice(0, 1).toUpperCase() : slugOf(id);
    const hint = kind !== 'claim' && schema.safeParse(near).success ? `Did you mean "${near}"? ` : '';
    throw new UserError(`"${id}" is no id of a ${kind}: it ${parsed.error.issues[0].message}`, {
      hint: `${hint}Leave it out to have one made of the title.`,
    });
  }
  const owner = takenBy(loaded, kind, id);
  if (owner === null) return id;
  const free = kind === 'track' ? nextLetter(loaded) : firstFree(loaded, kind, id);
  throw new UserError(`the id "${id}" is taken, by ${owner}`, {
    hint: `Free is "${free}". Nothing is ever overwritten.`,
  });
}

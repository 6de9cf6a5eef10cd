import { UserError } from '@paper-factory/runners/user-error';
import { findNames } from '../../content/find-names.ts';
import { identifyingWords } from '../../content/identity.ts';
import type { LoadedRoot } from '../../content/types.ts';
import type { Publication } from '../../evidence/types.ts';
import { hiddenOf } from '../../site/lib/public-hidden.ts';
import { publicRoot } from '../../site/lib/public-root.ts';
import { publishedRoot } from '../../site/lib/published.ts';
import { redirectsOf, type Redirects } from './redirects.ts';

/** What is done to the pages once they are rendered. */
export interface PublishPlan {
  site: { base: string; url: string };
  redirects: Redirects;
  /** Patterns replaced by a mark. */
  redact: string[];
  /** Those of them that the root's config asks for: a build says how often each was met. */
  wanted: string[];
  /** Words that stop the build where one is left. */
  forbidden: string[];
}

/** Home folders bear the name of a user. */
const homes = ['/home/*', '/Users/*', 'C:\\Users\\*'];

/** Places that a message lists; the others are counted. */
const most = 40;

function refuseNames(loaded: LoadedRoot, words: readonly string[]): void {
  const places = findNames(loaded, words);
  if (places.length === 0) return;
  const lines = places.slice(0, most).map(({ file, line, word }) => `  ${file}:${line}  ${word}`);
  if (places.length > most) lines.push(`  and ${places.length - most} more`);
  const count = places.length === 1 ? '1 place' : `${places.length} places`;
  throw new UserError(`${count} in the text would tell who wrote it:\n${lines.join('\n')}`, {
    hint:
      'Reword them. With `anonymous: { names: mark }` in factory.config.yaml a mark takes their place instead; ' +
      '`anonymous: { allow: [...] }` names words that may stay.',
  });
}

/** Decides what a build publishes. @throws {UserError} where an anonymous build would tell who wrote it. */
export function planPublication(full: LoadedRoot, publication: Publication): PublishPlan {
  const shown = publicRoot(publishedRoot(full, publication), hiddenOf(full));
  const { site, redact, anonymous } = shown.config;
  const names = publication.anonymous ? identifyingWords(full) : [];
  const isMarked = anonymous.names === 'mark';
  if (!isMarked) refuseNames(shown, names);
  const always = publication.anonymous ? homes : [];
  return {
    site,
    redirects: redirectsOf(shown),
    redact: [...new Set([...redact, ...always, ...(isMarked ? names : [])])],
    wanted: redact,
    forbidden: [...redact, ...always, ...names],
  };
}

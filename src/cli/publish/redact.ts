import { isUtf8 } from 'node:buffer';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@paper-factory/runners/user-error';
import { createFinder, withMarks, type Finder, type Match } from '../../content/find-patterns.ts';
import { markEncoded } from './encoded.ts';
import { filesBelow } from '../files-below.ts';
import { isOwn } from './own-files.ts';
import { redactMarkup } from './markup.ts';

/** How often each pattern was replaced. */
export type Counts = Map<string, number>;

function redactPlain(text: string, find: Finder, seen: (match: Match) => void): string {
  const plain = markEncoded(text, find, seen);
  const matches = find(plain);
  matches.forEach(seen);
  return withMarks(plain, matches);
}

function redactJson(text: string, find: Finder, seen: (match: Match) => void): string {
  return text.replace(/"(?:[^"\\]|\\.)*"/g, (quoted) => {
    const value = JSON.parse(quoted) as string;
    const marked = redactPlain(value, find, seen);
    return marked === value ? quoted : JSON.stringify(marked);
  });
}

function redactText(file: string, text: string, find: Finder, seen: (match: Match) => void): string {
  if (/\.json$/.test(file)) return redactJson(text, find, seen);
  if (/\.(?:html|svg|xml)$/.test(file)) return redactMarkup(text, find, seen);
  return redactPlain(text, find, seen);
}

/**
 * Replaces what the patterns match in every file of a built site, before it is indexed for search.
 * @throws {UserError} where an address itself has it: a mark there would break the links.
 */
export function redactSite(folder: string, patterns: readonly string[]): Counts {
  const counts: Counts = new Map(patterns.map((pattern) => [pattern, 0]));
  if (patterns.length === 0) return counts;
  const find = createFinder(patterns);
  const seen = ({ pattern }: Match): void => void counts.set(pattern, counts.get(pattern)! + 1);
  for (const file of filesBelow(folder)) {
    const [inName] = find(`/${file}`);
    if (inName) {
      throw new UserError(`the address /${file} has what "${inName.pattern}" redacts`, {
        hint: 'Rename the entry, or write a pattern that does not match its id.',
      });
    }
    if (isOwn(file)) continue;
    const path = join(folder, file);
    const bytes = readFileSync(path);
    // Pictures are not text; What they said of themselves was left out with their metadata.
    if (!isUtf8(bytes)) continue;
    const before = bytes.toString('utf8');
    const text = before.normalize('NFC');
    const after = redactText(file, text, find, seen);
    if (after === before) continue;
    rmSync(path); // what is remembered of the page lies in the same place
    writeFileSync(path, after);
  }
  return counts;
}

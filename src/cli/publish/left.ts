import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createFinder } from '../../content/find-patterns.ts';
import { filesBelow, isOwn } from './files.ts';
import { plainTextOf } from './markup.ts';

/** A file as text; what the search keeps is compressed. */
function textOf(path: string): string {
  const bytes = readFileSync(path);
  return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8').normalize('NFC');
}

/**
 * The last look before a site is put in its place: every file, also those of the search, for words that must not be there.
 * @returns `<file>: "<word>"`.
 */
export function wordsLeft(folder: string, words: readonly string[]): string[] {
  if (words.length === 0) return [];
  const find = createFinder(words);
  return filesBelow(folder)
    .filter((file) => !isOwn(file))
    .flatMap((file) => {
      const text = textOf(join(folder, file));
      const places = [`/${file}`, text, ...(/\.(?:html|svg|xml)$/.test(file) ? [plainTextOf(text)] : [])];
      const found = places.flatMap((one) => find(one).map(({ from, to }) => one.slice(from, to)));
      return [...new Set(found)].map((word) => `${file}: "${word}"`);
    });
}

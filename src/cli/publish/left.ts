import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createFinder } from '../../content/find-patterns.ts';
import { decodePercent } from './encoded.ts';
import { filesBelow } from '../files-below.ts';
import { isOwn } from './own-files.ts';
import { plainTextOf } from './markup.ts';

/** A file's bytes; what the search keeps is compressed. */
function bytesOf(path: string): Buffer {
  const bytes = readFileSync(path);
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}

/** Bytes of the shortest word that is sought in bytes that are no text: shorter ones stand in any of them by chance. */
const leastBytes = 4;

const isMarkup = (file: string): boolean => /\.(?:html|svg|xml)$/.test(file);

/** Names of elements are no words: a short name can be one of them. */
const withoutElements = (markup: string): string => markup.replace(/<\/?[a-z][a-z\d]*(?=[\s/>])/gi, '<');

/**
 * The last look before a site is put in its place: every file, also those of the search, for words that must not be there.
 * @returns `<file>: "<word>"`.
 */
export function wordsLeft(folder: string, words: readonly string[]): string[] {
  if (words.length === 0) return [];
  const find = createFinder(words);
  const findLong = createFinder(words.filter((word) => Buffer.byteLength(word) >= leastBytes));
  return filesBelow(folder)
    .filter((file) => !isOwn(file))
    .flatMap((file) => {
      const bytes = bytesOf(join(folder, file));
      const text = bytes.toString('utf8').normalize('NFC');
      const shown = isMarkup(file) ? [withoutElements(text), plainTextOf(text)] : [text];
      const places = [`/${file}`, ...shown, ...shown.filter((one) => /%[\da-f]{2}/i.test(one)).map(decodePercent)];
      const look = isUtf8(bytes) ? find : findLong;
      const found = places.flatMap((one) => look(one).map(({ from, to }) => one.slice(from, to)));
      return [...new Set(found)].map((word) => `${file}: "${word}"`);
    });
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectionNames } from './collections.ts';
import { createFinder, type Finder } from './find-patterns.ts';
import { stringsOf } from './strings-of.ts';
import type { DataPath, Entry, LoadedRoot } from './types.ts';

/** A word in a file of a root. */
export interface Place {
  /** Relative to the root. */
  file: string;
  line: number;
  word: string;
}

/** What stands in running text: of a text that begins at a line of its file. */
function inText(find: Finder, file: string, text: string, firstLine: number): Place[] {
  const normal = text.normalize('NFC');
  return find(normal).map(({ from, to }) => ({
    file,
    line: firstLine + normal.slice(0, from).split('\n').length - 1,
    word: normal.slice(from, to).replace(/\s+/g, ' '),
  }));
}

function inData(find: Finder, data: unknown, file: string, line: (path: DataPath) => number): Place[] {
  return [...stringsOf(data)].flatMap(([text, path]) =>
    find(text.normalize('NFC')).map(({ from, to }) => ({ file, line: line(path), word: text.slice(from, to) })),
  );
}

/** Where some words stand in what a root shows: texts, fields, configs, results and figures. */
export function findNames(loaded: LoadedRoot, words: readonly string[]): Place[] {
  const find = createFinder(words);
  const read = (file: string): string => readFileSync(join(loaded.root, file), 'utf8');
  const pages = [...collectionNames, 'translations' as const].map((name) => loaded[name] as Map<string, Entry<unknown>>);
  const { glossary, contradictions, start, claimTranslations, config } = loaded;
  const lines = read('factory.config.yaml').split('\n');
  const lineOf = (text: string): number => Math.max(1, lines.findIndex((line) => line.includes(text)) + 1);
  const { tagline, sources } = config;
  const places = [
    ...[...stringsOf({ tagline, sources })].flatMap(([text]) =>
      inData(find, text, 'factory.config.yaml', () => lineOf(text)),
    ),
    ...pages.flatMap((entries) =>
      [...entries.values()].flatMap(({ data, body, file, bodyLine, line }) => [
        ...inData(find, data, file, line),
        ...inText(find, file, body, bodyLine),
      ]),
    ),
    ...[glossary, contradictions, start, ...claimTranslations.values()].flatMap((one) =>
      one ? inData(find, one.data, one.file, one.line) : [],
    ),
    ...[...loaded.claims.values()].flatMap(({ claim, file, line }) => inData(find, claim, file, line)),
    ...[...loaded.decisions.values()].flatMap(({ gates, trees, triggers, acceptance, file, line }) =>
      inData(find, { gates, trees, triggers, acceptance }, file, line),
    ),
    ...[...loaded.configs.values()].flatMap(({ text, file }) => inText(find, file, text, 1)),
    ...[...loaded.results.values()].flatMap(({ outcome, provenance, measurements, file }) =>
      inData(find, { outcome, provenance, measurements }, file, () => 1),
    ),
    ...[...loaded.figures.values()].flatMap(({ svg, spec }) =>
      [svg, spec].flatMap((file) => inText(find, file, read(file), 1)),
    ),
  ];
  const unique = new Map(places.map((place) => [`${place.file}:${place.line}:${place.word.toLowerCase()}`, place]));
  return [...unique.values()].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
}

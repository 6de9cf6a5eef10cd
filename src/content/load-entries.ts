import { type Translation, translationSchema } from '@paper-factory/runners/schema';
import type { z } from 'zod';
import { parseFrontMatter } from './front-matter.ts';
import { finding } from './rules.ts';
import type { Item, RootFiles } from './safe-path.ts';
import { parseWith } from './schema-findings.ts';
import type { Entry, Finding } from './types.ts';

/** What a loader found. */
export interface Loaded<T> {
  entries: T[];
  /** Ids and file names there are, parsed or not: a file with a fault is one fault, and not one for each reference. */
  names: Set<string>;
  findings: Finding[];
}

/** Things that may lie beside texts and are never texts themselves. */
const media = /\.(png|jpe?g|gif|svg|webp|avif|pdf|csv|json|bib)$/i;

/** `<id>.zh.md`: the same page in another language. */
const translated = /\.zh\.mdx?$/;

/** File name without folder and extension. */
export const stemOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1).replace(/\.\w+$/, '');

/** A text that would be left out in silence because of its name. */
export function unexpectedFile(item: Item, files: RootFiles, wanted: string): Finding[] {
  if (media.test(item.name)) return [];
  if (item.isFolder && !files.list(item.file).some(({ name }) => /\.(mdx?|ya?ml)$/i.test(name))) return [];
  const message = `expected ${wanted}, found the ${item.isFolder ? 'folder' : 'file'} ${item.name}`;
  return [finding('file-is-expected', item.file, 1, message, 'Rename or move it: it is not read where it is.')];
}

/** The id as written, whether or not the rest parses. */
function rawId(value: unknown): string[] {
  const id = (value as { id?: unknown } | null | undefined)?.id;
  return typeof id === 'string' ? [id] : [];
}

/** The Markdown files of one collection, e.g. `content/tracks`, and beside them their translations, `<id>.zh.md`. */
export function loadEntries<S extends z.ZodType>(
  files: RootFiles,
  folder: string,
  schema: S,
  idOfStem: (stem: string) => string = (stem) => stem,
): Loaded<Entry<z.output<S>>> & { translations: Loaded<Entry<Translation>> } {
  const items = files.list(folder);
  const originals = items.filter(({ name }) => !translated.test(name));
  const others = items.filter(({ name }) => translated.test(name));
  const loaded = loadItems(files, originals, schema, idOfStem);
  const idOfFile = (file: string): string => idOfStem(stemOf(file).replace(/\.zh$/, ''));
  const translations = loadItems(files, others, translationSchema, (stem) => idOfStem(stem.replace(/\.zh$/, '')));
  // Those that parse are checked with what they translate; a fault of its own hides no missing page.
  const parsed = new Set(translations.entries.map(({ file }) => file));
  const lost = others.filter(
    ({ file, isFolder }) => !isFolder && !parsed.has(file) && !loaded.names.has(idOfFile(file)),
  );
  const findings = lost.map(({ file }) => {
    const page = file.replace(translated, '.md');
    const message = `expected the page that it translates beside it, ${page}, found none`;
    return finding('translation-has-original', file, 1, message, 'Add the original, or remove the translation.');
  });
  return { ...loaded, translations: { ...translations, findings: [...translations.findings, ...findings] } };
}

function loadItems<S extends z.ZodType>(
  files: RootFiles,
  items: Item[],
  schema: S,
  idOfStem: (stem: string) => string,
): Loaded<Entry<z.output<S>>> {
  const entries: Entry<z.output<S>>[] = [];
  const names = new Set<string>();
  const findings: Finding[] = [];
  for (const item of items) {
    const format = /\.(mdx?)$/.exec(item.name)?.[1] as Entry<unknown>['format'] | undefined;
    if (!format || item.isFolder) {
      findings.push(...unexpectedFile(item, files, 'files named <id>.md or <id>.mdx'));
      continue;
    }
    const text = files.text(item.file);
    const split = text === null ? null : parseFrontMatter(text, item.file);
    const source = { file: item.file, line: split?.line ?? (() => 1) };
    if (split) findings.push(...split.findings);
    const parsed = split && split.findings.length === 0 ? parseWith(schema, split.value, source) : null;
    if (parsed) findings.push(...parsed.findings);
    if (split && parsed?.data) {
      entries.push({ data: parsed.data, format, body: split.body, bodyLine: split.bodyLine, ...source });
    }
    for (const id of [idOfStem(stemOf(item.file)), ...rawId(split?.value)]) names.add(id);
  }
  return { entries, names, findings };
}

import { type Translation, translationSchema } from '@paper-factory/runners/schema';
import type { z } from 'zod';
import { parseFrontMatter } from './front-matter.ts';
import { lazily } from './lazy-lines.ts';
import { type Memory, sha256 } from './memory.ts';
import { finding } from './rules.ts';
import type { Item, RootFiles } from './safe-path.ts';
import { parseWith } from './schema-findings.ts';
import { readStored, storeText, withBody } from './stored-text.ts';
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
  memory: Memory,
  idOfStem: (stem: string) => string = (stem) => stem,
): Loaded<Entry<z.output<S>>> & { translations: Loaded<Entry<Translation>> } {
  const items = files.list(folder);
  const originals = items.filter(({ name }) => !translated.test(name));
  const others = items.filter(({ name }) => translated.test(name));
  const read: Reading<S> = { files, schema, kind: folder, memory };
  const loaded = loadItems(read, originals, idOfStem);
  const idOfFile = (file: string): string => idOfStem(stemOf(file).replace(/\.zh$/, ''));
  const translations = loadItems({ ...read, schema: translationSchema, kind: 'translation' }, others, (stem) =>
    idOfStem(stem.replace(/\.zh$/, '')),
  );
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

/** What a file is read with. */
interface Reading<S extends z.ZodType> {
  files: RootFiles;
  schema: S;
  /** What the memory has it under: another schema makes something else of the same text. */
  kind: string;
  memory: Memory;
}

/** What is kept of a file without a fault; its text has the rest. */
interface Kept<T> {
  data: T;
  bodyLine: number;
  /** Where in the text the body begins. */
  at: number;
}

type Format = Entry<unknown>['format'];

/** What a text holds, parsed before or now; `kept` is null where it has a fault. */
function parse<S extends z.ZodType>(
  text: string,
  file: string,
  { schema, kind, memory }: Reading<S>,
): { kept: Kept<z.output<S>> | null; value: unknown; findings: Finding[] } {
  const key = sha256(text);
  const known = memory.recall(kind, key) as Kept<z.output<S>> | undefined;
  if (known) return { kept: known, value: known.data, findings: [] };
  const { value, body, bodyLine, line, findings } = parseFrontMatter(text, file);
  if (findings.length > 0) return { kept: null, value, findings };
  const parsed = parseWith(schema, value, { file, line });
  if (!parsed.data) return { kept: null, value, findings: parsed.findings };
  const kept: Kept<z.output<S>> = { data: parsed.data, bodyLine, at: text.length - body.length };
  memory.keep(kind, key, kept);
  return { kept, value, findings: [] };
}

function loadItems<S extends z.ZodType>(
  read: Reading<S>,
  items: Item[],
  idOfStem: (stem: string) => string,
): Loaded<Entry<z.output<S>>> {
  const entries: Entry<z.output<S>>[] = [];
  const names = new Set<string>();
  const findings: Finding[] = [];
  for (const item of items) {
    const format = /\.(mdx?)$/.exec(item.name)?.[1] as Format | undefined;
    if (!format || item.isFolder) {
      findings.push(...unexpectedFile(item, read.files, 'files named <id>.md or <id>.mdx'));
      continue;
    }
    names.add(idOfStem(stemOf(item.file)));
    const text = read.files.text(item.file);
    if (text === null) continue;
    const { file } = item;
    const { kept, value, findings: faults } = parse(text, file, read);
    findings.push(...faults);
    for (const id of rawId(value)) names.add(id);
    if (!kept) continue;
    const { data, bodyLine, at } = kept;
    const [head, body] = [storeText(text.slice(0, at)), storeText(text.slice(at))];
    const line = lazily(() => parseFrontMatter(readStored(head), file).line);
    entries.push(withBody({ data, format, bodyLine, file, line }, body));
  }
  return { entries, names, findings };
}

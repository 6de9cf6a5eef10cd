import { hash } from 'node:crypto';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { UserError } from '@paper-factory/runners/user-error';
import { digestOfFiles } from '../content/readers.ts';
import { separateSigns } from '../markdown/search-text.ts';
import { searchedPart } from './searched-part.ts';

/** Pagefind ships user interfaces (400 kB) beside its index; the search page has its own. */
const unusedUi = /^pagefind-(ui|modular-ui|component-ui|highlight)\./;

/** What a page can be chosen by; Pagefind's own filters are written in another order every time. */
const facetNames = ['kind', 'track', 'status', 'language'] as const;

interface IndexFile {
  path: string;
  content: Uint8Array;
}

/** The values of every page by the id of its results, for the search page to count before it loads any page. */
function facetsOf(files: readonly IndexFile[]): Record<string, Record<string, string>> {
  const all = files.flatMap(({ path, content }) => {
    const id = /^fragment\/(.+)\.pf_fragment$/.exec(path)?.[1];
    if (id === undefined) return [];
    const fragment = gunzipSync(content).toString('utf8');
    const { meta } = JSON.parse(fragment.slice(fragment.indexOf('{'))) as { meta: Record<string, string> };
    const values = facetNames.flatMap((name) => (meta[name] === undefined ? [] : [[name, meta[name]] as const]));
    return [[id, Object.fromEntries(values)] as const];
  });
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Indexes built pages for search, all languages in one index: Chinese is written into it sign by sign, so that any part
 * of a sentence is found whatever a segmenter thinks of it.
 */
async function makeIndex(dist: string, pages: readonly SearchedPage[]): Promise<IndexFile[]> {
  const pagefind = await import('pagefind');
  const fail = (errors: string[]) => {
    throw new UserError(`the search index could not be made: ${errors.join('; ')}`, {
      hint: 'Check that npm installed the @pagefind package of this platform (optional dependencies).',
    });
  };
  const { index, errors } = await pagefind.createIndex({ forceLanguage: 'en' });
  if (!index) return fail(errors);
  // One after the other: the order of the pages is part of the index.
  for (const { sourcePath } of pages) {
    const part = searchedPart(readFileSync(join(dist, sourcePath), 'utf8'));
    const content = part.replace(/>[^<]+</g, separateSigns);
    const added = await index.addHTMLFile({ sourcePath, content });
    if (added.errors.length > 0) fail(added.errors);
  }
  // Taken over and written here: Pagefind's own writing may still be under way when it says that it is done.
  const made = await index.getFiles();
  if (made.errors.length > 0) fail(made.errors);
  const files = [...made.files, { path: 'facets.json', content: Buffer.from(JSON.stringify(facetsOf(made.files))) }];
  await pagefind.close();
  return files.filter(({ path }) => !unusedUi.test(path));
}

function writeIndex(folder: string, files: readonly IndexFile[]): void {
  for (const { path, content } of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** A page that can be found, with the digest of its bytes. */
interface SearchedPage {
  sourcePath: string;
  digest: string;
}

function searchedPages(dist: string): SearchedPage[] {
  return globSync('**/*.html', { cwd: dist }).flatMap((file) => {
    const html = readFileSync(join(dist, file));
    const isSearched = html.includes('data-pagefind-body');
    return isSearched ? [{ sourcePath: file.replaceAll('\\', '/'), digest: hash('sha256', html) }] : [];
  });
}

/** What decides how pages are indexed: this code, and the version of Pagefind. */
const indexingFiles = ['./search-index', './searched-part', '../markdown/search-text']
  .map((module) => fileURLToPath(new URL(`${module}${extname(import.meta.url)}`, import.meta.url)))
  .concat(fileURLToPath(new URL('../../package.json', import.meta.url)));

/**
 * Indexes built pages for search, or takes the index of the last build where no page has changed.
 * @param memory Folder that keeps the last index.
 * @returns how many pages it finds.
 */
export async function buildSearchIndex(dist: string, memory: string): Promise<number> {
  const pages = searchedPages(dist).sort((a, b) => (a.sourcePath < b.sourcePath ? -1 : 1));
  const key = hash('sha256', JSON.stringify([digestOfFiles(indexingFiles), pages]));
  const kept = join(memory, key);
  const target = join(dist, 'pagefind');
  if (existsSync(kept)) {
    cpSync(kept, target, { recursive: true });
    return pages.length;
  }
  writeIndex(target, await makeIndex(dist, pages));
  try {
    rmSync(memory, { recursive: true, force: true });
    // Whole or not at all.
    const temporary = join(memory, `${key}.${process.pid}`);
    cpSync(target, temporary, { recursive: true });
    renameSync(temporary, kept);
  } catch {
    // The memory only saves time.
  }
  return pages.length;
}

import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { UserError } from '@paper-factory/runners/user-error';
import { separateSigns } from '../markdown/search-text.ts';

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
 * of a sentence is found whatever a segmenter thinks of it. @returns how many pages were indexed.
 */
export async function buildSearchIndex(dist: string): Promise<number> {
  const pagefind = await import('pagefind');
  const fail = (errors: string[]) => {
    throw new UserError(`the search index could not be made: ${errors.join('; ')}`, {
      hint: 'Check that npm installed the @pagefind package of this platform (optional dependencies).',
    });
  };
  const { index, errors } = await pagefind.createIndex({ forceLanguage: 'en' });
  if (!index) return fail(errors);
  let pages = 0;
  // One after the other: the order of the pages is part of the index.
  for (const sourcePath of globSync('**/*.html', { cwd: dist }).sort()) {
    const html = readFileSync(join(dist, sourcePath), 'utf8');
    if (!html.includes('data-pagefind-body')) continue;
    const content = html.replace(/>[^<]+</g, separateSigns);
    const added = await index.addHTMLFile({ sourcePath: sourcePath.replaceAll('\\', '/'), content });
    if (added.errors.length > 0) fail(added.errors);
    pages++;
  }
  // Taken over and written here: Pagefind's own writing may still be under way when it says that it is done.
  const made = await index.getFiles();
  if (made.errors.length > 0) fail(made.errors);
  const facets = { path: 'facets.json', content: Buffer.from(JSON.stringify(facetsOf(made.files))) };
  for (const { path, content } of [...made.files, facets]) {
    if (unusedUi.test(path)) continue;
    const file = join(dist, 'pagefind', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  await pagefind.close();
  return pages;
}

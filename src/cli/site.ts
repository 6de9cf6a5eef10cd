import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '@paper-factory/runners/user-error';

/** Folder of the tool itself, where astro.config.mjs lies. */
const toolFolder = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Where the built pages of a root lie. */
export const distOf = (root: string): string => join(root, 'dist');

function inlineConfig(root: string) {
  // astro.config.mjs reads the root from the environment, so that one config builds any root.
  process.env.PAPER_FACTORY_ROOT = root;
  process.env.ASTRO_TELEMETRY_DISABLED = '1';
  return { root: toolFolder, logLevel: 'warn' as const };
}

/** Builds the pages of a root into its `dist`. */
export async function buildPages(root: string): Promise<void> {
  const { build } = await import('astro');
  await build(inlineConfig(root));
}

/** Starts the development server with live reload. @returns its address and how to stop it. */
export async function startDevServer(root: string, port: number | undefined) {
  const { dev } = await import('astro');
  const server = await dev({ ...inlineConfig(root), logLevel: 'info', server: { port } });
  return { port: server.address.port, stop: () => server.stop() };
}

/** Pagefind ships user interfaces (400 kB) beside its index; the search page has its own. */
const unusedUi = /^pagefind-(ui|modular-ui|component-ui|highlight)\./;

/** Indexes the built pages for search. @returns how many pages were indexed. */
export async function buildSearchIndex(root: string): Promise<number> {
  const pagefind = await import('pagefind');
  const fail = (errors: string[]) => {
    throw new UserError(`the search index could not be made: ${errors.join('; ')}`, {
      hint: 'Check that npm installed the @pagefind package of this platform (optional dependencies).',
    });
  };
  const { index, errors } = await pagefind.createIndex({});
  if (!index) return fail(errors);
  const added = await index.addDirectory({ path: distOf(root) });
  if (added.errors.length > 0) fail(added.errors);
  // Taken over and written here: Pagefind's own writing may still be under way when it says that it is done.
  const made = await index.getFiles();
  if (made.errors.length > 0) fail(made.errors);
  for (const { path, content } of made.files) {
    if (unusedUi.test(path)) continue;
    const file = join(distOf(root), 'pagefind', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  await pagefind.close();
  return added.page_count;
}

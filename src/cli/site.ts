import { accessSync, constants, cpSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '@paper-factory/runners/user-error';
import { devIntegration, type Watching } from './dev/integration.ts';
import { resolveFromTool } from './site/resolve.ts';

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

/** Puts a folder in the place of another, also where that lies on another disk. */
function replaceFolder(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    cpSync(from, to, { recursive: true });
  }
}

/**
 * Builds the pages of a root into its `dist`, which stays as it was when the build fails. Astro keeps what it builds
 * with beside its output where that lies inside the working folder, else in one place that two builds would share; so each
 * builds into a folder of its own, from inside the root.
 * @param finish what is done to the pages before they take the place of the old ones.
 */
export async function buildPages<T>(
  root: string,
  address: { base: string; url: string },
  finish: (folder: string) => Promise<T>,
): Promise<T> {
  const { build } = await import('astro');
  const cwd = process.cwd();
  const home = realpathSync(root);
  const outDir = join(home, '.factory', `build-${process.pid}`);
  process.chdir(home);
  try {
    resolveFromTool(outDir, toolFolder);
    // Without content collections there is nothing to sync; Astro would write their types beside the tool.
    const inline = { ...inlineConfig(root), base: address.base, site: address.url, outDir };
    await build(inline, { sync: false } as object);
    const finished = await finish(outDir);
    replaceFolder(outDir, distOf(root));
    return finished;
  } finally {
    process.chdir(cwd);
    rmSync(outDir, { recursive: true, force: true });
  }
}

/**
 * Starts the development server with live reload.
 * @returns its address and how to stop it.
 * @throws {UserError} where the tool lies in a folder of somebody else: Astro writes types beside the pages that it serves.
 */
export async function startDevServer(root: string, port: number | undefined, watching: Watching) {
  try {
    accessSync(toolFolder, constants.W_OK);
  } catch (cause) {
    throw new UserError(`the development server needs to write to ${toolFolder}, and may not`, {
      hint: 'Install paper-factory in a folder of your own with `npm i`; `build` and `serve` work as it is.',
      cause,
    });
  }
  const { dev } = await import('astro');
  const integrations = [devIntegration(watching)];
  const server = await dev({ ...inlineConfig(root), logLevel: 'info', server: { port }, integrations });
  return { port: server.address.port, stop: () => server.stop() };
}

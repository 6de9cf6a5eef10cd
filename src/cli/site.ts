import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

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

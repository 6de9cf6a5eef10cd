import { accessSync, constants, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@paper-factory/runners/user-error';
import type { LoadedRoot } from '../content/types.ts';
import { checkRoot } from '../evidence/check.ts';
import type { BuildState } from '../evidence/types.ts';
import type { RememberingReader } from '../markdown/remember.ts';
import { forgetModel, shareJudged, textReader, type JudgedRoot } from '../site/judged.ts';
import { devIntegration, type Watching } from './dev/integration.ts';
import { writeDistRecord } from './dist-record.ts';
import { replaceFolder } from './replace-folder.ts';
import { readInputs } from './site/inputs.ts';
import { readAndRender, worthwhile } from './site/prepare-texts.ts';
import { openProgram, type Address } from './site/program.ts';
import { renderPages, type PagesSoFar } from './site/render-pages.ts';
import { toolFolder } from './site/tool-files.ts';

/** Where the built pages of a root lie. */
export const distOf = (root: string): string => join(root, 'dist');

function prepareEnvironment(root: string): void {
  // The model reads the root from the environment, so that one program renders any root.
  process.env.PAPER_FACTORY_ROOT = root;
  process.env.ASTRO_TELEMETRY_DISABLED = '1';
}

/** Shows a judged root to the site's code. One process may build several times: each starts from what was checked. */
async function withSite<T>(judged: JudgedRoot, use: () => Promise<T>): Promise<T> {
  const { root } = judged.loaded;
  prepareEnvironment(root);
  forgetModel();
  shareJudged(root, judged);
  try {
    return await use();
  } finally {
    forgetModel();
  }
}

/**
 * Reads the texts that nobody has read yet in the threads that render them: each is parsed once. What is rendered here is
 * kept with the answers it was rendered with, so that a page takes it only where those still hold.
 */
export async function prepareUnread(loaded: LoadedRoot, state: BuildState, reader: RememberingReader): Promise<void> {
  const unread = [...loaded.experiments.values()].filter(({ body, format }) => !reader.isKnown(body, format));
  if (unread.length < worthwhile) return;
  const nothing = { links: [], fileLinks: [], anchors: [], literals: [], mdxFaults: [], htmlLinks: [] };
  const report = checkRoot(loaded, state.freshness, () => nothing);
  // Nothing will be built: its author should not wait for pages.
  if (report.findings.some(({ severity }) => severity === 'error')) return;
  await withSite({ loaded, report, state }, () => readAndRender(unread, reader));
}

export interface BuildSteps<T> {
  /** Told after each page. */
  progress(pages: PagesSoFar): void;
  /** What is done to the pages before they take the place of the old ones. */
  finish(folder: string): Promise<T>;
}

/** Builds the pages of a root into its `dist`, which stays as it was when the build fails. */
export async function buildPages<T>(
  judged: JudgedRoot,
  address: Address,
  { progress, finish }: BuildSteps<T>,
): Promise<T> {
  const { loaded, report, state } = judged;
  const { root } = loaded;
  prepareEnvironment(root);
  const program = await openProgram(root, address);
  const inputs = readInputs(loaded, textReader(), [state, report.findings]);
  const folder = join(root, '.factory', 'work', `dist-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    const memory = join(root, '.factory', 'cache', 'pages');
    await withSite(judged, () => renderPages(folder, { program, address, inputs, memory, progress }));
    const finished = await finish(folder);
    replaceFolder(folder, distOf(root));
    const { verification, publication } = state;
    writeDistRecord(root, { base: address.base, anonymous: publication?.anonymous === true, verification });
    return finished;
  } finally {
    rmSync(folder, { recursive: true, force: true });
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
  prepareEnvironment(root);
  const { dev } = await import('astro');
  const integrations = [devIntegration(watching)];
  const server = await dev({ root: toolFolder, logLevel: 'info', server: { port }, integrations });
  return { port: server.address.port, stop: () => server.stop() };
}

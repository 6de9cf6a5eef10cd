import { accessSync, constants, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@paper-factory/runners/user-error';
import { textCodeDefinition } from '../markdown/code.ts';
import { forgetModel, shareJudged, textReader, type JudgedRoot } from '../site/judged.ts';
import { devIntegration, type Watching } from './dev/integration.ts';
import { writeDistRecord } from './dist-record.ts';
import { replaceFolder } from './replace-folder.ts';
import { readInputs } from './site/inputs.ts';
import { openProgram, type Address } from './site/program.ts';
import { renderPages, type RenderOptions } from './site/render-pages.ts';
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

export interface BuildSteps<T> extends Pick<RenderOptions, 'helpers' | 'perThread' | 'progress' | 'threadStopped'> {
  /** What is done to the pages before they take the place of the old ones. */
  finish(folder: string): Promise<T>;
}

/** Builds the pages of a root into its `dist`, which stays as it was when the build fails. */
export async function buildPages<T>(
  judged: JudgedRoot,
  address: Address,
  { finish, ...steps }: BuildSteps<T>,
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
    await withSite(judged, () => renderPages(folder, { program, address, inputs, judged, memory, ...steps }));
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
  forgetModel();
  const { dev } = await import('astro');
  const integrations = [devIntegration(watching)];
  const vite = { define: textCodeDefinition() };
  const server = await dev({ root: toolFolder, logLevel: 'info', server: { port }, integrations, vite });
  return { port: server.address.port, stop: () => server.stop() };
}

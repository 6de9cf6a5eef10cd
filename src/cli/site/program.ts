import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, globSync, mkdirSync, readdirSync } from 'node:fs';
import { renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lookUpProcess } from '@paper-factory/runners/process-identity';
import { toolDigest, toolFolder } from './tool-files.ts';

/** Where a site is served. */
export interface Address {
  /** Path, e.g. `/lab/`. */
  base: string;
  /** Public address without the path. */
  url: string;
}

/** The site's code as Vite bundles it, the same for every root of one address, and kept for all of them. */
export interface Program {
  /** Names its code, base path and public address. */
  digest: string;
  /** Module that renders pages. */
  entry: string;
  /** Styles, scripts, fonts: what `dist` holds besides what is rendered. */
  assets: string;
}

function programIn(folder: string, digest: string): Program | null {
  const [entry] = globSync('server/prerender-entry.*.mjs', { cwd: folder });
  return entry === undefined ? null : { digest, entry: join(folder, entry), assets: join(folder, 'assets') };
}

/** Bundles in a process of its own; what it says goes to the terminal. */
function bundle({ base, url }: Address, folder: string): Promise<void> {
  const script = fileURLToPath(new URL(`./bundle${extname(import.meta.url)}`, import.meta.url));
  const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' };
  return new Promise((resolve, reject) => {
    const child = fork(script, [base, url], { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`the code of the site could not be bundled (exit code ${code})`)),
    );
  });
}

/** Days for which a program stays that nobody used. */
const days = 2;

/** Removes programs of other versions or addresses that are out of use, and what a build that was killed left. */
export function removeOld(kept: string): void {
  const limit = Date.now() - days * 24 * 3600 * 1000;
  for (const name of readdirSync(kept)) {
    const [isProgram, pid] = /^[0-9a-f]{64}(?:\.(\d+))?$/.exec(name) ?? [];
    if (isProgram === undefined) continue;
    const path = join(kept, name);
    const used = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    const isLeft = pid !== undefined && !lookUpProcess(Number(pid)).runs;
    if (isLeft || used < limit) rmSync(path, { recursive: true, force: true });
  }
}

/** Where programs are kept: with the tool, for all roots, or in the root where the tool's folder is somebody else's. */
function folderOfPrograms(root: string): string {
  // An installed tool lies in the `node_modules` of somebody's project, whose place for caches is there.
  const [, packages = join(toolFolder, 'node_modules')] = /^(.*[\\/]node_modules)[\\/]/.exec(toolFolder) ?? [];
  const shared = join(packages, '.cache', 'paper-factory', 'program');
  try {
    mkdirSync(shared, { recursive: true });
    accessSync(shared, constants.W_OK);
    return shared;
  } catch {
    return join(root, '.factory', 'cache', 'program');
  }
}

/** The program that renders the pages of a root, bundled where no earlier build has left it. */
export async function openProgram(root: string, address: Address): Promise<Program> {
  const parts = JSON.stringify([toolDigest(), address.base, address.url]);
  const digest = createHash('sha256').update(parts).digest('hex');
  const kept = folderOfPrograms(root);
  const folder = join(kept, digest);
  const known = programIn(folder, digest);
  if (known) {
    const now = new Date();
    utimesSync(folder, now, now);
    return known;
  }
  const work = `${folder}.${process.pid}`;
  try {
    mkdirSync(work, { recursive: true });
    await bundle(address, work);
    // Another build may have bundled the same in the meantime, and renders from it.
    if (!existsSync(folder)) renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  removeOld(kept);
  return programIn(folder, digest)!;
}

import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRunning } from '../publish/sweep-work.ts';
import { toolDigest } from './tool-files.ts';

/** Where a site is served. */
export interface Address {
  /** Path, e.g. `/lab/`. */
  base: string;
  /** Public address without the path. */
  url: string;
}

/** The site's code as Vite bundles it, the same for every root of one address. */
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

/**
 * Programs of other versions or addresses, and what a build that was killed left: none is needed again. Nobody renders
 * with one of them meanwhile, since a root has one build at a time.
 */
export function removeOthers(folder: string): void {
  for (const name of readdirSync(dirname(folder))) {
    const other = join(dirname(folder), name);
    const [isProgram, pid] = /^[0-9a-f]{64}(?:\.(\d+))?$/.exec(name) ?? [];
    if (isProgram === undefined || other === folder || (pid !== undefined && isRunning(Number(pid)))) continue;
    rmSync(other, { recursive: true, force: true });
  }
}

/** The program that renders the pages of a root, bundled where no earlier build has left it. */
export async function openProgram(root: string, address: Address): Promise<Program> {
  const parts = JSON.stringify([toolDigest(), address.base, address.url]);
  const digest = createHash('sha256').update(parts).digest('hex');
  const folder = join(root, '.factory', 'cache', 'program', digest);
  const known = programIn(folder, digest);
  if (known) {
    removeOthers(folder);
    return known;
  }
  const work = `${folder}.${process.pid}`;
  try {
    mkdirSync(work, { recursive: true });
    await bundle(address, work);
    rmSync(folder, { recursive: true, force: true });
    renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  removeOthers(folder);
  return programIn(folder, digest)!;
}

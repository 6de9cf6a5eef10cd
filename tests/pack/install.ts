import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { pack, type Packed } from '../../scripts/pack/pack.ts';

/** PATH as outside this repository: without the Node and the programs that npm adds to it. */
const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));

/** What npm says of the script that it runs would make another npm believe that it works for this repository. */
const env = Object.fromEntries(
  Object.entries({ ...process.env, PATH: path.join(delimiter) }).filter(
    ([name]) => !/^(npm_(package|lifecycle|command|config_local_prefix)|INIT_CWD$|NODE_TEST_CONTEXT$)/.test(name),
  ),
);

/** The machine's own Node, of whatever version, then the one that runs the tests. */
export const nodes: { name: string; node: string }[] = [
  ...path
    .map((folder) => join(folder, 'node'))
    .filter((file) => existsSync(file))
    .slice(0, 1),
  process.execPath,
].map((node) => ({ node, name: execFileSync(node, ['--version'], { encoding: 'utf8' }).trim() }));

/** Whether one of them is the oldest that users are told of, which the launcher must get along with. */
export const hasNode20 = nodes.some(({ name }) => name.startsWith('v20.'));

export interface Ended {
  code: number;
  out: string;
  err: string;
}

export interface Installed {
  packed: Packed;
  /** Outside the repository. The package is installed in `app` and nowhere else. */
  scratch: string;
  app: string;
  /** Seconds. */
  packTime: number;
  installTime: number;
  /** Runs the installed tool. */
  run(node: string, cwd: string, ...args: string[]): Promise<Ended>;
  remove(): void;
}

/** Packs the tool, and installs the tarball in an empty folder as a user does, but without letting any script run. */
export function packAndInstall(): Installed {
  const scratch = mkdtempSync(join(tmpdir(), 'packed-'));
  const app = join(scratch, 'app');
  const remove = () => rmSync(scratch, { recursive: true, force: true });
  try {
    mkdirSync(app);
    const start = performance.now();
    const packed = pack(['--pack-destination', scratch]);
    const middle = performance.now();
    const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
    execFileSync('npm', ['install', join(scratch, packed.filename), ...flags], { cwd: app, env, stdio: 'inherit' });
    const launcher = join(app, 'node_modules', 'paper-factory', 'bin', 'paper-factory.mjs');
    return {
      ...{ packed, scratch, app, remove },
      packTime: (middle - start) / 1000,
      installTime: (performance.now() - middle) / 1000,
      run: (node, cwd, ...args) =>
        new Promise((done) => {
          execFile(node, [launcher, ...args], { cwd, env, encoding: 'utf8' }, (error, out, err) =>
            done({ code: error ? Number(error.code ?? 1) : 0, out, err }),
          );
        }),
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Every file below a folder, by its path there. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

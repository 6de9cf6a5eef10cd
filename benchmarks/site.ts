// How long a root of many logs takes to build, beside Eleventy with KaTeX on the same logs in the same run.
// Usage: npm run bench:site -- [--logs 1000,5000] [--rounds 3] [--without-peer]
// A root is generated with so many logs of 10 kB, 17 formulas each, an experiment of two runs for each, and 1,000 claims.
// The results are committed under the keys that the engine gives them, so that nothing is executed: a build does all else
// that it does for a real root. The peer turns the same Markdown into pages and has no claims, results or checks.
// Prints JSON: for each state of the root seconds (least of the rounds), processor time, largest memory of all processes
// together, and the ratio of the least times (above 1: this project is faster); the search index is taken out of the
// seconds and reported apart.
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { eleventyVersion, installEleventy, writeEleventy } from './site/eleventy.ts';
import { measure, type Measured } from './site/measure.ts';
import { writeSiteRoot } from './site/root.ts';

const { values } = parseArgs({
  options: {
    logs: { type: 'string', default: '1000,5000' },
    rounds: { type: 'string', default: '3' },
    'without-peer': { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const home = mkdtempSync(join(tmpdir(), 'bench-site-'));
const tool = fileURLToPath(new URL('..', import.meta.url));
const launcher = join(tool, 'bin/paper-factory.mjs');
const build = [process.execPath, launcher, 'build', '--json'];
const say = (text: string) => process.stderr.write(`${text}\n`);
const round = (value: number) => Number(value.toPrecision(3));

/** What a build says of itself. */
interface Built extends Measured {
  search: number;
}

/** States of the root that a build finds, each made from the one before. */
const states: { name: string; prepare(root: string, turn: number): void }[] = [
  {
    name: 'from nothing, the first of the tool',
    prepare(root) {
      rmSync(join(tool, 'node_modules/.cache/paper-factory/program'), { recursive: true, force: true });
      putAside(root, '.factory', 'dist');
    },
  },
  { name: 'from nothing', prepare: (root) => putAside(root, '.factory', 'dist') },
  { name: 'remembered Markdown', prepare: (root) => putAside(root, '.factory/cache/pages', 'dist') },
  {
    name: 'one log edited',
    prepare(root, turn) {
      const file = join(root, 'content/experiments/run-0007.md');
      writeFileSync(
        file,
        readFileSync(file, 'utf8').replace('## Setup\n', `## Setup\n\nEdit ${turn} of the benchmark.\n`),
      );
    },
  },
  { name: 'nothing changed', prepare: () => {} },
];

/** Not removed: for some seconds a disk may be slow where many files were. */
function putAside(folder: string, ...names: string[]): void {
  const aside = mkdtempSync(join(home, 'aside-'));
  for (const [i, name] of names.entries()) {
    const path = join(folder, name);
    if (existsSync(path)) renameSync(path, join(aside, String(i)));
  }
}

async function buildOnce(root: string): Promise<Built> {
  const measured = await measure(build, root);
  const line = measured.output.split('\n').find((one) => one.startsWith('{')) ?? '{}';
  const { searchSeconds = 0 } = JSON.parse(line) as { searchSeconds?: number };
  return { ...measured, seconds: measured.seconds - searchSeconds, search: searchSeconds };
}

const least = (list: readonly number[]) => round(Math.min(...list));
const most = (list: readonly (number | null)[]) =>
  list.includes(null) ? null : Math.round(Math.max(...(list as number[])));

function summarise(measured: readonly Measured[]) {
  return {
    seconds: least(measured.map(({ seconds }) => seconds)),
    cpuSeconds: least(measured.map(({ cpuSeconds }) => cpuSeconds)),
    memoryMiB: most(measured.map(({ memoryMiB }) => memoryMiB)),
  };
}

async function benchmark(logs: number) {
  say(`${logs} logs: writing the root`);
  const root = join(home, `root-${logs}`);
  await writeSiteRoot(root, logs);
  const peer = values['without-peer'] ? null : join(home, `eleventy-${logs}`);
  const command = peer && writeEleventy(installEleventy(), root, peer);
  const taken = new Map(states.map(({ name }) => [name, [] as Built[]]));
  const others: Measured[] = [];
  for (let turn = 0; turn < rounds; turn++) {
    for (const { name, prepare } of states) {
      say(`${logs} logs, round ${turn + 1}: ${name}`);
      prepare(root, turn);
      taken.get(name)!.push(await buildOnce(root));
    }
    if (peer && command) {
      say(`${logs} logs, round ${turn + 1}: Eleventy`);
      rmSync(join(peer, 'out'), { recursive: true, force: true });
      others.push(await measure(command, peer));
    }
  }
  const eleventy = others.length > 0 ? summarise(others) : null;
  const paperFactory = states.map(({ name }) => {
    const all = taken.get(name)!;
    const summary = summarise(all);
    const ratio = eleventy && round(eleventy.seconds / summary.seconds);
    return { state: name, ...summary, searchSeconds: least(all.map(({ search }) => search)), ratio };
  });
  return { logs, paperFactory, eleventy };
}

try {
  const load = loadavg()[0];
  const results = [];
  for (const logs of values.logs.split(',').map(Number)) results.push(await benchmark(logs));
  const machine = {
    cores: availableParallelism(),
    processor: cpus()[0].model,
    node: process.version,
    load: round(load),
  };
  console.log(JSON.stringify({ benchmark: 'site', machine, eleventy: eleventyVersion, rounds, results }, null, 2));
} finally {
  rmSync(home, { recursive: true, force: true });
}

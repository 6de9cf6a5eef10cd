// What the engine costs beside DVC, Snakemake and ninja on the same graph, in alternation in one run: finding that
// nothing is to do, planning 10,000 runs, and running trivial jobs.
// Usage: npm run bench:engine -- [--dvc PATH]… [--snakemake PATH] [--ninja PATH] [--experiments 500,5000] [--rounds 5]
// The peers are asked for by path; outside the repository, e.g.
//   python3 -m venv /tmp/peers && /tmp/peers/bin/pip install dvc==3.67.1 snakemake==9.27.1
//   python3 -m venv /tmp/peers-c && /tmp/peers-c/bin/pip install dvc==3.67.1 ruamel.yaml.clib==0.2.15
//   npm run bench:engine -- --dvc /tmp/peers/bin/dvc --dvc /tmp/peers-c/bin/dvc --snakemake /tmp/peers/bin/snakemake --ninja ninja
// Prints JSON: seconds (least and median of the rounds, least processor time), peak memory, and ratios of the least times to this project's
// (above 1: this project is faster).
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createGraph, type Node } from './engine/graph.ts';
import { measure, round, summarise, type Measured } from './engine/measure.ts';
import { writeRoot } from './engine/root.ts';
import { dvc, ninja, paperFactory, snakemake, type Tool } from './engine/tools.ts';

const { values } = parseArgs({
  options: {
    dvc: { type: 'string', multiple: true, default: [] },
    snakemake: { type: 'string', multiple: true, default: [] },
    ninja: { type: 'string', multiple: true, default: [] },
    experiments: { type: 'string', default: '500,5000' },
    rounds: { type: 'string', default: '5' },
    jobs: { type: 'string', default: '100,500,1000' },
    'peer-jobs': { type: 'string', default: '100' },
    threads: { type: 'string', default: String(availableParallelism()) },
  },
});
const numbers = (list: string) => list.split(',').filter(Boolean).map(Number);
const threads = Number(values.threads);
const rounds = Number(values.rounds);
const own = paperFactory();
const peers = [...values.dvc.map(dvc), ...values.snakemake.map(snakemake), ...values.ninja.map(ninja)];
const home = mkdtempSync(join(tmpdir(), 'bench-engine-'));
const say = (text: string) => process.stderr.write(`${text}\n`);

/** A tool's graph in a folder of its own. */
function prepare(tool: Tool, nodes: readonly Node[], what: string): string {
  const folder = join(home, `${what}-${nodes.length}-${tool.name.replace(/\W+/g, '-')}`);
  tool.write(folder, nodes);
  return folder;
}

function idle(tool: Tool, folder: string): Measured {
  const measured = measure(tool.idle, folder);
  if (tool.says.test(measured.output)) return measured;
  throw new Error(`${tool.name} in ${folder} found something to do:\n${measured.output.slice(-2000)}`);
}

/** No-op of every tool over one graph, in alternation; the first time fills caches and does not count. */
function compareIdle(experiments: number) {
  const nodes = createGraph(experiments);
  const tools = [own, ...peers].map((tool) => {
    say(`${experiments} experiments: ${tool.name}`);
    const folder = prepare(tool, nodes, 'idle');
    tool.settle(folder, nodes);
    idle(tool, folder);
    return { tool, folder, measured: [] as Measured[] };
  });
  for (let round = 0; round < rounds; round++) {
    for (const { tool, folder, measured } of tools) measured.push(idle(tool, folder));
  }
  const results = tools.map(({ tool, measured }) => ({ tool: tool.name, ...summarise(measured) }));
  return { experiments, results: results.map((one) => ({ ...one, ratio: round(one.least / results[0].least) })) };
}

/** Freshness of 100 experiments with 10 seeds at 10 sweep points each, none of which has run. */
function planRuns() {
  say('10,000 runs');
  const folder = join(home, 'plan');
  const list = Array.from({ length: 10 }, (_, i) => i + 1);
  writeRoot(folder, createGraph(100), { seeds: list, sweep: list });
  const command = own.plan;
  measure(command, folder);
  return { runs: 10_000, ...summarise(Array.from({ length: rounds }, () => measure(command, folder))) };
}

/** Milliseconds a trivial job, all of them run from nothing. */
function overhead(tool: Tool, jobs: number) {
  say(`${jobs} jobs: ${tool.name}`);
  const nodes = createGraph(jobs);
  const { least, cpu, memoryMiB } = summarise([measure(tool.build(threads), prepare(tool, nodes, 'jobs'))]);
  return { tool: tool.name, jobs, seconds: least, cpu, milliseconds: round((1000 * least) / jobs), memoryMiB };
}

try {
  const result = {
    benchmark: 'engine',
    machine: { cores: availableParallelism(), processor: cpus()[0].model, node: process.version },
    tools: [own, ...peers].map(({ name, version }) => ({ name, version })),
    idle: numbers(values.experiments).map(compareIdle),
    plan: planRuns(),
    threads,
    overhead: [
      ...numbers(values.jobs).map((jobs) => overhead(own, jobs)),
      ...numbers(values['peer-jobs']).flatMap((jobs) => peers.map((tool) => overhead(tool, jobs))),
    ],
  };
  console.log(JSON.stringify(result, null, 2));
} finally {
  rmSync(home, { recursive: true, force: true });
}

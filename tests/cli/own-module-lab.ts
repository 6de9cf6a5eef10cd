import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { runHere } from './run-here.ts';

const config = `schemaVersion: 1
id: mine
suite: mine
runner: ./lab/run.ts
title: A module of ours
data: { source: data }
seeds: [1, 2]
sweep: { shift: [0, 1] }
params: { factor: 3 }
profiles: { smoke: { seeds: [1] }, default: {} }
`;

/** A module of a root; `run` is the body of its run, `more` stands below it. */
export const moduleOf = (run: string, more = ''): string => `
import { createRandom, defineExperiment, readCsv, z } from 'paper-factory';
import { scaled } from './scaled.ts';
export default defineExperiment({
  params: z.strictObject({ factor: z.number().positive(), shift: z.number() }),
  run({ factor, shift }, context) { ${run} },
});
${more}`;

/** A metric as a run gives it. */
export const metric = (value: string, fields = ''): string =>
  `{ name: 'value', label: 'Value', value: ${value}, unit: '', direction: 'none', split: 'none', scope: { shift }, n: 1, digits: 3, ${fields} }`;

const usual = `
  const [offset] = readCsv(context.file('offset.csv')).numbers('offset');
  context.progress(1, 2, 'half');
  return { metrics: [${metric("scaled(createRandom(context.seed, 'a').normal(), factor) + shift + offset")}] };`;

const files = {
  'experiments/mine/config.yaml': config,
  'lab/run.ts': moduleOf(usual),
  'lab/scaled.ts': 'export const scaled = (x: number, factor: number): number => x * factor;\n',
  'data/offset.csv': 'offset\n10\n',
};

/** Adds an experiment `mine`, whose module is the root's own, to another root. */
export function addOwnModule(lab: { root: string; edit(file: string, from: string, to: string): void }): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(lab.root, file)), { recursive: true });
    writeFileSync(join(lab.root, file), text);
  }
  lab.edit('factory.config.yaml', 'schemaVersion: 1', 'schemaVersion: 1\nmodules: allow');
}

/** A root with one experiment, `mine`, whose module is its own. It has no `node_modules`. */
export function ownModuleLab(t: TestContext, modules = 'allow') {
  const root = mkdtempSync(join(tmpdir(), 'paper-factory-own-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const path = (file: string) => join(root, file);
  const write = (file: string, text: string) => {
    mkdirSync(dirname(path(file)), { recursive: true });
    writeFileSync(path(file), text);
  };
  const read = (file: string) => readFileSync(path(file), 'utf8');
  write('factory.config.yaml', `schemaVersion: 1\ntitle: Lab\nmodules: ${modules}\n`);
  for (const [file, text] of Object.entries(files)) write(file, text);
  return {
    ...{ root, path, write, read },
    edit(file: string, from: string, to: string) {
      if (!read(file).includes(from)) throw new Error(`${file} does not hold "${from}"`);
      write(file, read(file).replace(from, to));
    },
    run: (...args: string[]) => runHere(root, ...args),
    smoke: (...args: string[]) => runHere(root, 'reproduce', '--profile', 'smoke', ...args),
  };
}

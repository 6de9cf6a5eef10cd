import { mkdirSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { scratchRoot } from './scratch-root.ts';

const config = `schemaVersion: 1
id: outer
suite: outside
runner: command
title: A program of ours
command:
  run: [node, program.mjs, '{params.factor}', '{output}']
  inputs: [program.mjs, table/]
seeds: [1, 2]
sweep: { shift: [0, 1] }
params: { factor: 3 }
profiles: { smoke: { seeds: [1] }, default: {} }
`;

/** The value depends on the params, the seed, the sweep and an input; `salt` is what a test adds to the program. */
const program = (salt = '') => `
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
const { seed, point } = JSON.parse(readFileSync(process.env.PAPER_FACTORY_PARAMS, 'utf8'));
const [, , factor, output] = process.argv;
let value = factor * seed + point.shift + Number(readFileSync('table/offset.txt', 'utf8'));
${salt}
writeFileSync(output + '/metrics.json', JSON.stringify({ metrics: { value } }));
`;

/** Adds an experiment `outer` that runs a program; `salt` is added to that. */
export function addProgram(lab: ReturnType<typeof scratchRoot>, salt = ''): void {
  for (const folder of ['experiments/outer', 'table']) mkdirSync(lab.path(folder));
  lab.write('experiments/outer/config.yaml', config);
  lab.write('program.mjs', program(salt));
  lab.write('table/offset.txt', '10');
  lab.edit('factory.config.yaml', 'schemaVersion: 1', 'schemaVersion: 1\ncommands: allow');
}

/** The minimal root with such an experiment. */
export function commandLab(t: TestContext, salt = '') {
  const lab = scratchRoot(t);
  addProgram(lab, salt);
  const reproduce = (...args: string[]) => lab.run('reproduce', 'outer', '--profile', 'default', ...args);
  return { ...lab, reproduce };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { md5, writeData, writeFiles, type Node } from './graph.ts';

/** What every job of a peer does: its config is its result. The shared code is a file they all depend on. */
const shared = 'code/job.sh';
const job = '#!/bin/sh\nexec cp "$1" "$2"\n';
const configOf = (node: Node) => `configs/${node.id}.yaml`;
const resultOf = (node: Node) => `results/${node.id}.yaml`;
const commandOf = (node: Node) => `sh ${shared} ${configOf(node)} ${resultOf(node)}`;

const configText = ({ id, value }: Node) => `id: ${id}\nvalue: ${value}\n`;

function writeInputs(folder: string, nodes: readonly Node[]): void {
  writeData(folder, nodes);
  writeFiles(folder, [[shared, job], ...nodes.map((node) => [configOf(node), configText(node)] as const)]);
}

/** Results as the jobs make them. */
export function writeResults(folder: string, nodes: readonly Node[]): void {
  writeFiles(
    folder,
    nodes.map((node) => [resultOf(node), configText(node)] as const),
  );
}

/** A pipeline of one stage an experiment. */
export function writeDvc(folder: string, nodes: readonly Node[]): void {
  writeInputs(folder, nodes);
  const stages = nodes.map((node) =>
    [
      `  ${node.id}:`,
      `    cmd: ${commandOf(node)}`,
      `    deps: [${[configOf(node), shared, node.data].join(', ')}]`,
      `    outs: [{ ${resultOf(node)}: { cache: false } }]`,
    ].join('\n'),
  );
  writeFiles(folder, [
    ['dvc.yaml', `stages:\n${stages.join('\n')}\n`],
    ['results/.keep', ''],
  ]);
}

/** The lock file that `dvc repro` would leave, which takes it hours for 5,000 stages; `dvc status` judges it. */
export function writeDvcLock(folder: string, nodes: readonly Node[]): void {
  writeResults(folder, nodes);
  const known = new Map<string, string>();
  const entry = (file: string) => {
    const bytes = readFileSync(join(folder, file));
    const lines = `    - path: ${file}\n      hash: md5\n      md5: ${md5(bytes)}\n      size: ${bytes.length}`;
    known.set(file, lines);
    return lines;
  };
  const lines = (file: string) => known.get(file) ?? entry(file);
  const stages = nodes.map((node) => {
    const deps = [shared, configOf(node), node.data].map(lines);
    return `  ${node.id}:\n    cmd: ${commandOf(node)}\n    deps:\n${deps.join('\n')}\n    outs:\n${lines(resultOf(node))}`;
  });
  writeFiles(folder, [['dvc.lock', `schema: '2.0'\nstages:\n${stages.join('\n')}\n`]]);
}

/** One rule with a wildcard; every input and output is one of the pipeline's. */
export function writeSnakemake(folder: string, nodes: readonly Node[]): void {
  writeInputs(folder, nodes);
  const data = Object.fromEntries(nodes.map((node) => [node.id, node.data]));
  const text = `DATA = ${JSON.stringify(data)}

rule all:
    input: expand("results/{id}.yaml", id=DATA)

rule experiment:
    input:
        config="configs/{id}.yaml",
        code="${shared}",
        data=lambda wildcards: DATA[wildcards.id],
    output: "results/{id}.yaml"
    shell: "sh {input.code} {input.config} {output}"
`;
  writeFiles(folder, [['Snakefile', text]]);
}

export function writeNinja(folder: string, nodes: readonly Node[]): void {
  writeInputs(folder, nodes);
  const builds = nodes.map((node) =>
    [`build ${resultOf(node)}: job ${configOf(node)} | ${shared} ${node.data}`, `  config = ${configOf(node)}`].join(
      '\n',
    ),
  );
  writeFiles(folder, [
    ['build.ninja', `rule job\n  command = sh ${shared} $config $out\n${builds.join('\n')}\n`],
    ['results/.keep', ''],
  ]);
}

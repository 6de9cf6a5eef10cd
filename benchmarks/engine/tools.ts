import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Node } from './graph.ts';
import { measure } from './measure.ts';
import { writeDvc, writeDvcLock, writeNinja, writeResults, writeSnakemake } from './peers.ts';
import { writeRoot } from './root.ts';

/** A program that keeps a graph of experiments up to date. */
export interface Tool {
  name: string;
  version: string;
  /** Writes the graph into an empty folder, with nothing made yet. */
  write(folder: string, nodes: readonly Node[]): void;
  /** Makes everything, or what stands for it where that takes too long. */
  settle(folder: string, nodes: readonly Node[]): void;
  /** Finds that there is nothing to do. */
  idle: string[];
  /** What `idle` must say, so that no tool is timed at something else. */
  says: RegExp;
  /** Runs every job. */
  build(jobs: number): string[];
}

const launcher = fileURLToPath(new URL('../../bin/paper-factory.mjs', import.meta.url));
const text = (program: string, ...args: string[]) => execFileSync(program, args, { encoding: 'utf8' }).trim();

export function paperFactory(): Tool & { plan: string[] } {
  const command = [process.execPath, launcher, 'reproduce'];
  return {
    name: 'paper-factory',
    version: `${text(process.execPath, launcher, '--version')}, Node ${process.version}`,
    write: writeRoot,
    settle: (folder) => void measure(command, folder),
    idle: [...command, '--json'],
    plan: [...command, '--dry-run'],
    says: /"event":"summary","fresh":\d+,"failures":\[\]/,
    build: (jobs) => [...command, '--threads', String(jobs), '--json'],
  };
}

/** DVC, with the YAML parser that it found: ruamel.yaml's own, or libyaml in C where ruamel.yaml.clib is installed. */
export function dvc(program: string): Tool {
  const python = join(dirname(resolve(program)), 'python');
  const parser = text(python, '-c', 'import ruamel.yaml as y; print("C" if y.__with_libyaml__ else "pure Python")');
  return {
    name: `dvc, ${parser} YAML`,
    version: text(program, '--version'),
    write(folder, nodes) {
      mkdirSync(folder, { recursive: true });
      execFileSync(program, ['init', '--no-scm', '--quiet'], { cwd: folder });
      writeDvc(folder, nodes);
    },
    settle: writeDvcLock,
    idle: [program, 'status'],
    says: /up to date/,
    build: () => [program, 'repro', '--quiet'],
  };
}

export function snakemake(program: string): Tool {
  return {
    name: 'snakemake',
    version: text(program, '--version'),
    write: writeSnakemake,
    // Touching makes the same records as running, and the outputs must be there first.
    settle(folder, nodes) {
      writeResults(folder, nodes);
      measure([program, '--touch', '--cores', '1', '--quiet', 'all'], folder);
    },
    idle: [program, '--dry-run'],
    says: /Nothing to be done/,
    build: (jobs) => [program, '--cores', String(jobs), '--quiet', 'all'],
  };
}

export function ninja(program: string): Tool {
  return {
    name: 'ninja',
    version: text(program, '--version'),
    write: writeNinja,
    settle: (folder) => void measure([program, '--quiet'], folder),
    idle: [program],
    says: /no work to do/,
    build: (jobs) => [program, '-j', String(jobs), '--quiet'],
  };
}

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { KeyParts, Scope } from '../schema/index.ts';
import { canonicalJson } from './canonical.ts';
import type { DataDigests } from './data-digests.ts';
import { sourceClosure } from './import-closure.ts';
import { ownRoot, runnerFile } from './modules.ts';
import type { PlannedRun, Task } from './plan.ts';
import { sha256 } from './sha256.ts';
import { moduleEnding, sourceRoot } from './sources/own-modules.ts';

// Checks the shape of what goes in and out; no number passes through it.
const notNumerical = new Set(['zod']);

const versions = new Map<string, string>();

function versionOf(name: string): string {
  let version = versions.get(name);
  if (version === undefined) {
    // Not every package lets its package.json be imported.
    const folders = createRequire(import.meta.url).resolve.paths(name) ?? [];
    const file = folders.map((folder) => join(folder, name, 'package.json')).find((one) => existsSync(one));
    if (file === undefined) throw new Error(`package ${name} is not installed`);
    ({ version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string });
    versions.set(name, version);
  }
  return version;
}

/** Modules that an outcome goes through: those that make it, and the one that puts the runs together. */
function entriesOf(runner: string, root: string): string[] {
  const aggregate = join(sourceRoot, 'engine', `aggregate${moduleEnding}`);
  return runner === 'command'
    ? [join(sourceRoot, 'engine', 'command', `read-metrics${moduleEnding}`), aggregate]
    : [runnerFile(runner, root), aggregate];
}

/** What the code of a runner adds to a key, and the files behind its digests. */
export interface RunnerCode {
  parts: Pick<KeyParts, 'sources' | 'kernels' | 'packages'>;
  /** Digest by path below `runners/src`; the paths of a root's own files begin with `./`. */
  files: Record<string, string>;
}

/**
 * Reads the files anew at each call, so that an edit is seen.
 * @param root Absolute: where a runner `./…` lies.
 */
export function runnerCode(runner: string, root: string): RunnerCode {
  const { sources, assets, packages, ownPackages } = sourceClosure(entriesOf(runner, root), ownRoot(runner, root));
  const numerical = packages.filter((name) => !notNumerical.has(name));
  return {
    parts: {
      sources: sha256(canonicalJson(sources)),
      kernels: sha256(canonicalJson(assets)),
      packages: Object.fromEntries([
        ...numerical.map((name) => [name, versionOf(name)]),
        // The root may have another version of a package that the tool uses too.
        ...Object.entries(ownPackages).map(([name, version]) => [
          numerical.includes(name) ? `${name} (of the root)` : name,
          version,
        ]),
      ]),
    },
    files: { ...sources, ...assets },
  };
}

/** What of a resolved config its runs depend on, the seed and the sweep point aside. */
export function keyedConfig({ config }: Task): Record<string, unknown> {
  const { runner, params, upstream, artefacts, command } = config;
  return { runner, params, upstream, ...(artefacts.length > 0 ? { artefacts } : {}), ...(command ? { command } : {}) };
}

/**
 * Everything that the runs of a task depend on but their seeds and sweep points.
 * @param upstream Digest of each upstream experiment, by {@link upstreamDigest}.
 * @param code Of its runner; an argument, as `dataDigests` is, so that thousands of tasks share what was read.
 */
export function keyParts(
  task: Task,
  upstream: Record<string, string>,
  code: RunnerCode,
  dataDigests: DataDigests,
): KeyParts {
  const { data, command } = task.config;
  return {
    ...code.parts,
    config: sha256(canonicalJson(keyedConfig(task))),
    data: dataDigests(task.id, [...(data === null ? [] : [data]), ...(command?.inputs ?? [])]),
    upstream,
  };
}

/** What a run may read of an upstream experiment, as one digest. */
export function upstreamDigest(params: unknown, outcome: string, artefacts: Record<string, string>[]): string {
  return sha256(canonicalJson(artefacts.length > 0 ? { params, outcome, artefacts } : { params, outcome }));
}

/** The key of each run. */
export function runKeys(parts: KeyParts, runs: readonly PlannedRun[]): string[] {
  const common = sha256(canonicalJson(parts));
  return runs.map(({ seed, point }) => runKey(common, seed, point));
}

const runKey = (common: string, seed: number, point: Scope): string => sha256(canonicalJson([common, seed, point]));

/** The key of a task: that of its runs together. */
export function taskKey(keys: readonly string[]): string {
  return sha256(keys.join('\n'));
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { KeyParts } from '../schema/index.ts';
import { canonicalJson, digest } from './canonical.ts';
import { closureDigest, sourceRoot } from './import-closure.ts';
import { runnerFile } from './modules.ts';
import type { Task } from './plan.ts';

/** Packages whose version can change a number. */
const numerical = ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-wasm'];

function packageVersions(): Record<string, string> {
  const require = createRequire(join(sourceRoot, 'engine', 'keys.ts'));
  return Object.fromEntries(
    numerical.map((name) => {
      const file = require.resolve(`${name}/package.json`);
      return [name, (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version];
    }),
  );
}

/** Digest of every source file and kernel that a runner's outcome goes through, aggregation included. */
export function sourcesDigest(runner: string): string {
  return closureDigest([runnerFile(runner), join(sourceRoot, 'engine', 'aggregate.ts')]);
}

/**
 * Everything a task's outcome depends on.
 * @param upstream Digest of the outcome bytes of each upstream experiment.
 */
export function keyParts(task: Task, upstream: Record<string, string>): KeyParts {
  const { params, seeds, sweep, runner } = task.config;
  return {
    config: digest(canonicalJson({ params, seeds, sweep, runner, upstream: task.config.upstream })),
    sources: sourcesDigest(runner),
    upstream,
    packages: packageVersions(),
  };
}

/** The cache key: digest of the parts. */
export function keyOf(parts: KeyParts): string {
  return digest(canonicalJson(parts));
}

const labels: Record<keyof KeyParts, string> = {
  config: 'its config changed',
  sources: "the runner's source files changed",
  upstream: 'an upstream outcome changed',
  packages: 'a numerical package changed',
};

/** Says in words which parts of two keys differ. */
export function changedParts(old: KeyParts, now: KeyParts): string {
  const changed = (Object.keys(labels) as (keyof KeyParts)[]).filter(
    (part) => canonicalJson(old[part]) !== canonicalJson(now[part]),
  );
  return changed.map((part) => labels[part]).join(', ');
}

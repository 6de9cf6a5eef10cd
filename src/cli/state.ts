import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BuildState } from '../evidence/types.ts';

const fileOf = (root: string): string => join(root, '.factory', 'state', 'build.json');

/** Hands what the engine found to the site, which must not ask the engine itself. */
export function writeBuildState(root: string, state: BuildState): void {
  const file = fileOf(root);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.tmp`, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(`${file}.tmp`, file);
}

/** The state of the last build, or null before the first. */
export function readBuildState(root: string): BuildState | null {
  return existsSync(fileOf(root)) ? (JSON.parse(readFileSync(fileOf(root), 'utf8')) as BuildState) : null;
}

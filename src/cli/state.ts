import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BuildState } from '../evidence/types.ts';

const fileOf = (root: string): string => join(root, '.factory', 'state', 'build.json');

/** Hands what the engine found to the site, which must not ask the engine itself. */
export function writeBuildState(root: string, state: BuildState): void {
  const file = fileOf(root);
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(temporary, file);
}

/** The state of the last build, or null before the first. */
export function readBuildState(root: string): BuildState | null {
  try {
    return JSON.parse(readFileSync(fileOf(root), 'utf8')) as BuildState;
  } catch {
    return null; // none yet, or cut short: it only says what the last build found
  }
}

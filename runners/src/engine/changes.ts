import type { Executed, KeyParts } from '../schema/index.ts';
import { canonicalJson } from './canonical.ts';
import { keyedConfig } from './keys.ts';
import type { PlannedRun, Task } from './plan.ts';
import { runName } from './run-name.ts';

type Part = keyof KeyParts;

const words: Record<Part, string> = {
  config: 'its config changed',
  sources: "the runner's source files changed",
  kernels: 'a compiled kernel changed',
  data: 'its data changed',
  upstream: 'an upstream experiment changed',
  packages: 'a numerical package changed',
};

/** Looks up what the files of a closure were when it had this digest; null where nothing here remembers it. */
export type FilesOf = (sources: string, kernels: string) => Record<string, string> | null;

/** Which parts of two keys differ. */
export function changedParts(old: KeyParts, now: KeyParts): Part[] {
  return (Object.keys(words) as Part[]).filter((part) => canonicalJson(old[part]) !== canonicalJson(now[part]));
}

/** The same in words: one reason for each part. */
export const sayChanges = (parts: Part[]): string => parts.map((part) => words[part]).join(', ');

const short = (value: unknown): string => {
  const text = value === undefined ? 'absent' : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

/** The leaves in which two values differ: `params.epochs: 10 -> 20`. */
function differences(old: unknown, now: unknown, path: string): string[] {
  if (canonicalJson(old ?? null) === canonicalJson(now ?? null)) return [];
  const isRecord = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isRecord(old) || !isRecord(now)) return [`${path}: ${short(old)} -> ${short(now)}`];
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return keys.flatMap((key) => differences(old[key], now[key], path ? `${path}.${key}` : key));
}

/** Names in which two records of digests differ, with what happened to each. */
function named(old: Record<string, string>, now: Record<string, string>): string[] {
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return names
    .filter((name) => old[name] !== now[name])
    .map((name) => `${name} ${old[name] === undefined ? 'added' : now[name] === undefined ? 'removed' : 'changed'}`);
}

/** Everything that differs between the key that a result has and the one it would have now, one line each. */
export function explainChanges(recorded: Executed, now: KeyParts, task: Task, filesOf: FilesOf): string[] {
  const old = recorded.parts;
  const changed = changedParts(old, now);
  const lines: string[] = [];
  if (changed.includes('config')) lines.push(...differences(recorded.config, keyedConfig(task), ''));
  if (changed.includes('sources') || changed.includes('kernels')) {
    const [before, after] = [filesOf(old.sources, old.kernels), filesOf(now.sources, now.kernels)];
    const files =
      before && after ? named(before, after).map((file) => (file.startsWith('./') ? file : `runners/src/${file}`)) : [];
    const unknown = `${sayChanges(changed.filter((part) => part === 'sources' || part === 'kernels'))} (which files: not known here, since no command has seen the earlier ones)`;
    lines.push(...(files.length > 0 ? files : [unknown]));
  }
  if (changed.includes('data')) lines.push(...named(old.data, now.data).map((path) => `data: ${path}`));
  if (changed.includes('upstream')) lines.push(...named(old.upstream, now.upstream).map((id) => `upstream ${id}`));
  if (changed.includes('packages')) {
    lines.push(...differences(old.packages, now.packages, '').map((line) => `package ${line}`));
  }
  return lines;
}

/** Runs that a result has and the config no more, or the other way round, in words; empty where they agree. */
export function changedRuns(recorded: readonly PlannedRun[], planned: readonly PlannedRun[]): string {
  const name = (run: PlannedRun) => runName(run, ' ');
  const [old, now] = [new Set(recorded.map(name)), new Set(planned.map(name))];
  const added = [...now].filter((run) => !old.has(run));
  const removed = [...old].filter((run) => !now.has(run));
  const some = (runs: string[]) =>
    runs.length > 3 ? `${runs.slice(0, 3).join('; ')} and ${runs.length - 3} more` : runs.join('; ');
  return [added.length > 0 ? `added: ${some(added)}` : '', removed.length > 0 ? `removed: ${some(removed)}` : '']
    .filter(Boolean)
    .join('; ');
}

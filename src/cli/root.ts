import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import type { ProfileName } from '@paper-factory/runners/schema';
import { UserError } from '@paper-factory/runners/user-error';
import { loadRunnable, type RunnableRoot } from '../content/load-runnable.ts';
import { splitPlanned } from '../content/planned.ts';
import { UsageError, type Terminal, type Values } from './command.ts';

/** The root a command acts on. @throws {UserError} where the folder is no root. */
export function findRoot(values: Values, terminal: Terminal): string {
  const root = resolve(terminal.cwd, String(values.root ?? terminal.env.PAPER_FACTORY_ROOT ?? '.'));
  if (!existsSync(join(root, 'factory.config.yaml'))) {
    throw new UserError(`${root} is no root: it has no factory.config.yaml`, {
      hint: 'Go to the folder that has one, or name it with --root DIR.',
    });
  }
  return root;
}

/** What the engine needs of a loaded root: what can run. Beside it what is only planned, for messages. */
export function workspaceOf(loaded: RunnableRoot) {
  const { ready, planned } = splitPlanned(loaded.configs);
  const configsOf = (entries: RunnableRoot['configs']) =>
    new Map([...entries].map(([id, entry]) => [id, entry.config]));
  return {
    root: loaded.root,
    configs: configsOf(ready),
    planned: configsOf(planned),
    settings: loaded.config,
  };
}

/**
 * Loads a root for running: faults of configs stop it, faults of prose do not.
 * @throws {UserError} that lists every fault of every config.
 */
export async function loadForRunning(root: string): Promise<RunnableRoot> {
  const { root: loaded, findings } = await loadRunnable(root);
  const faults = findings.filter(
    ({ file, severity, rule }) =>
      severity === 'error' &&
      // A module that is no experiment fails its own runs and no others.
      rule !== 'module-has-interface' &&
      // Of results only that they may be written: one that cannot be read is made anew.
      (!file.startsWith('assets/') || rule === 'path-is-inside-root'),
  );
  if (faults.length === 0) return loaded;
  const lines = faults.map(({ file, line, message }) => `  ${file}:${line}  ${message}`);
  throw new UserError(`the root has ${faults.length} fault${faults.length > 1 ? 's' : ''}:\n${lines.join('\n')}`, {
    hint: 'Mend them, then run the same command again; `paper-factory check` shows what to do for each.',
  });
}

const profileNames: ProfileName[] = ['smoke', 'default', 'full'];

export function parseProfiles(value: Values[string]): ProfileName[] | undefined {
  if (value === undefined) return undefined;
  const names = [...new Set(String(value).split(','))] as ProfileName[];
  const unknown = names.find((name) => !profileNames.includes(name));
  if (unknown === undefined) return names;
  throw new UsageError(`there is no profile "${unknown}"`, { hint: `Known: ${profileNames.join(', ')}.` });
}

export function parseThreads(value: Values[string]): number {
  if (value === undefined) return availableParallelism();
  const threads = Number(value);
  if (Number.isInteger(threads) && threads >= 1) return threads;
  throw new UsageError(`--threads is "${value}"; expected a whole number of 1 or more`);
}

/** `60s`, `10m` or a plain number of seconds. */
export function parseDuration(name: string, value: Values[string]): number | undefined {
  if (value === undefined) return undefined;
  const match = /^(\d+(?:\.\d+)?)(s|m|h)?$/.exec(String(value));
  if (!match) throw new UsageError(`--${name} is "${value}"; expected a time like 60s, 10m or 1h`);
  return Number(match[1]) * { s: 1, m: 60, h: 3600 }[(match[2] ?? 's') as 's' | 'm' | 'h'];
}

/** `8G`, `800M`; in MiB. Without it nine tenths of what this machine, or its container, has free. */
export function parseMemory(value: Values[string]): number {
  if (value === undefined) return (process.availableMemory() / 1024 / 1024) * 0.9;
  const match = /^(\d+(?:\.\d+)?)([MG])i?B?$/i.exec(String(value));
  if (!match) throw new UsageError(`--memory is "${value}"; expected a size like 8G or 800M`);
  return Number(match[1]) * (match[2].toUpperCase() === 'G' ? 1024 : 1);
}

import { existsSync } from 'node:fs';
import { digest } from '../engine/canonical.ts';
import { UserError } from '../schema/user-error.ts';
import { csv } from './csv.ts';
import { digestFiles } from './digest-files.ts';
import { dvclive } from './dvclive.ts';
import { metricsJson } from './metrics-json.ts';
import { mlflow } from './mlflow.ts';
import { tensorboard } from './tensorboard.ts';
import { readBounded } from './files.ts';
import type { DigestedRun, Tracker, TrackerName } from './tracker.ts';
import { wandb } from './wandb.ts';

export { trackerNames, type DigestedRun, type TrackerName } from './tracker.ts';

export const trackers: Record<TrackerName, Tracker> = {
  'metrics-json': metricsJson,
  dvclive,
  mlflow,
  wandb,
  tensorboard,
  csv,
};

function trackerOf(path: string): Tracker {
  const found = Object.values(trackers).filter((tracker) => tracker.recognises(path));
  if (found.length === 1) return found[0];
  if (found.length === 0) {
    const known = Object.values(trackers).map(({ name, expects }) => `${name} (${expects})`);
    throw new UserError(`${path} is no run of a known tracker`, { hint: `Known: ${known.join('; ')}.` });
  }
  throw new UserError(`${path} holds runs of ${found.map(({ name }) => name).join(' and ')}`, {
    hint: `Say which one is meant with the format ${found.map(({ name }) => `"${name}"`).join(' or ')}.`,
  });
}

/**
 * Reads what a program logged.
 * @param path File or folder of one run.
 * @param format Its tracker; found out by the names of files where left out.
 * @throws {UserError} where nothing lies there, no tracker or several know it, or it cannot be read.
 */
export function readTracked(path: string, format?: TrackerName): DigestedRun {
  if (!existsSync(path)) throw new UserError(`there is nothing at ${path}`, { hint: 'Check the path.' });
  const tracker = format ? trackers[format] : trackerOf(path);
  const digests = new Map<string, string>();
  const run = tracker.read(path, (file) => {
    const bytes = readBounded(file);
    digests.set(file, digest(bytes));
    return bytes;
  });
  return { ...run, digest: digestFiles(digests) };
}

import { existsSync } from 'node:fs';
import { UserError } from '../schema/user-error.ts';
import { csv } from './csv.ts';
import { dvclive } from './dvclive.ts';
import { metricsJson } from './metrics-json.ts';
import { mlflow } from './mlflow.ts';
import { tensorboard } from './tensorboard.ts';
import type { TrackedRun, Tracker, TrackerName } from './tracker.ts';
import { wandb } from './wandb.ts';

export const trackers: Record<TrackerName, Tracker> = {
  'metrics-json': metricsJson,
  dvclive,
  mlflow,
  wandb,
  tensorboard,
  csv,
};

/**
 * Reads what a program logged.
 * @param path File or folder of one run.
 * @param format Its tracker; found out by the names of files where left out.
 * @throws {UserError} where nothing lies there, no tracker or several know it, or it cannot be read.
 */
export function readTracked(path: string, format?: TrackerName): TrackedRun {
  if (!existsSync(path)) throw new UserError(`there is nothing at ${path}`, { hint: 'Check the path.' });
  if (format) return trackers[format].read(path);
  const found = Object.values(trackers).filter((tracker) => tracker.recognises(path));
  if (found.length === 1) return found[0].read(path);
  const names = found.map(({ name }) => name).join(' and ');
  throw new UserError(found.length === 0 ? `${path} is no run of a known tracker` : `${path} holds runs of ${names}`, {
    hint:
      found.length === 0
        ? `Known: ${Object.values(trackers)
            .map(({ name, expects }) => `${name} (${expects})`)
            .join('; ')}.`
        : `Say which one is meant with the format ${found.map(({ name }) => `"${name}"`).join(' or ')}.`,
  });
}

import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { UserError } from '../schema/user-error.ts';
import { collect, lastOf, type Series } from './collect.ts';
import { filesBelow, isFile, isFolder, namesIn, onlyOne } from './files.ts';
import { parseNumber, parseParam } from './numbers.ts';
import type { ReadFile, TrackedRun, Tracker } from './tracker.ts';

/** What is read of a run's meta.yaml; MLflow adds fields from version to version. */
const metaSchema = z.object({
  run_id: z.string(),
  run_name: z.string().nullish(),
  start_time: z.number().nullish(),
  status: z.union([z.number(), z.string()]).nullish(),
  lifecycle_stage: z.string().nullish(),
});

/** States other than finished, as `RunStatus` of MLflow counts them. */
const unfinished: Record<string, string> = { 1: 'running', 2: 'scheduled', 4: 'failed', 5: 'killed' };

const isRun = (folder: string): boolean =>
  isFile(join(folder, 'meta.yaml')) && ['metrics', 'params', 'tags'].some((name) => isFolder(join(folder, name)));

/** Run folders in a run, an experiment or a store, as paths relative to it. */
function runsIn(path: string): string[] {
  if (isRun(path)) return ['.'];
  const below = namesIn(path).filter((name) => isFolder(join(path, name)) && name !== '.trash');
  return below.flatMap((name) =>
    isRun(join(path, name))
      ? [name]
      : namesIn(join(path, name))
          .map((run) => join(name, run))
          .filter((run) => isRun(join(path, run))),
  );
}

function readMeta(file: string, readFile: ReadFile): z.infer<typeof metaSchema> {
  try {
    return metaSchema.parse(parse(readFile(file).toString('utf8')));
  } catch (error) {
    if (error instanceof UserError) throw error;
    const [why] = error instanceof z.ZodError ? error.issues.map((i) => `${i.path.join('.')}: ${i.message}`) : [error];
    throw new UserError(`${file}: expected the meta.yaml of a run (${String(why).split('\n')[0]})`, {
      hint: 'Copy the whole run folder again from the tracking store.',
      cause: error,
    });
  }
}

/** `timestamp value step` a line; a step logged again replaces the earlier value, as MLflow shows it. */
function readCourse(folder: string, name: string, readFile: ReadFile, notes: string[]): Series {
  const file = join(folder, 'metrics', name);
  const text = readFile(file).toString('utf8');
  const lines = text.split('\n');
  const points: { time: number; value: number; step: number }[] = [];
  // MLflow ends every line, so one that does not end was cut, perhaps within a number.
  if (lines.pop() !== '') {
    notes.push(`metrics/${name}: line ${lines.length + 1} is cut (was the program stopped?): left out`);
  }
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const [time, value, step = 0] = line.trim().split(/\s+/).map(parseNumber);
    if (typeof time === 'number' && typeof value === 'number' && typeof step === 'number') {
      points.push({ time, value, step });
    } else {
      throw new UserError(`${file}:${at + 1}: "${line.slice(0, 60)}"; expected a timestamp, a value and a step`, {
        hint: 'Copy the run folder again, or remove the line.',
      });
    }
  }
  points.sort((a, b) => a.step - b.step || a.time - b.time);
  const bySteps = new Map(points.map(({ step, value }) => [step, value]));
  return { name, steps: [...bySteps.keys()], values: [...bySteps.values()] };
}

function readParams(folder: string, readFile: ReadFile): TrackedRun['params'] {
  return Object.fromEntries(
    filesBelow(join(folder, 'params')).map((name) => [
      name,
      parseParam(readFile(join(folder, 'params', name)).toString('utf8')),
    ]),
  );
}

/** A run of MLflow's file store (`mlruns/<experiment>/<run>/`), or the store where it holds one. */
export const mlflow: Tracker = {
  name: 'mlflow',
  expects: 'a folder mlruns/ or mlruns/<experiment>/<run>/ of the file store',
  recognises: (path) => runsIn(path).length > 0,
  read(path, readFile) {
    const folder = join(path, onlyOne(path, runsIn(path), 'MLflow run'));
    const meta = readMeta(join(folder, 'meta.yaml'), readFile);
    const notes: string[] = [];
    const status = unfinished[String(meta.status)];
    if (status) notes.push(`MLflow says that the run is ${status}, not finished`);
    if (meta.lifecycle_stage === 'deleted') notes.push('MLflow says that the run is deleted');
    const series = filesBelow(join(folder, 'metrics')).map((name) => readCourse(folder, name, readFile, notes));
    return collect('mlflow', path, {
      name: meta.run_name || meta.run_id,
      params: readParams(folder, readFile),
      readings: series.flatMap((one) => lastOf(one, `metrics/${one.name}`)),
      series,
      date: meta.start_time ? new Date(meta.start_time).toISOString() : null,
      notes,
    });
  },
};

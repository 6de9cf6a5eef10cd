import { basename, dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { UserError } from '../schema/user-error.ts';
import { collect, lastOf, type Reading, type Series } from './collect.ts';
import { filesBelow, isFile, isFolder } from './files.ts';
import { parseJson } from './json.ts';
import { flatten, parseNumber, toParams } from './numbers.ts';
import { parseTable } from './table.ts';
import type { ReadFile, TrackedRun, Tracker } from './tracker.ts';

const plots = join('plots', 'metrics');

/** The folder of a run, also where its metrics.json is named. */
function folderOf(path: string): string {
  return basename(path) === 'metrics.json' && isFile(path) ? dirname(path) : path;
}

function readCourse(folder: string, file: string, readFile: ReadFile, notes: string[]): Series {
  const path = join(folder, plots, file);
  const table = parseTable(readFile(path).toString('utf8'), path, true);
  notes.push(...table.notes.map((note) => `${join(plots, file)}: ${note}`));
  const steps = table.columns.find(({ name }) => name === 'step');
  const values = table.columns.find(({ name }) => name !== 'step' && name !== 'timestamp');
  if (!steps || !values) {
    throw new UserError(`${path}:1: expected the columns step and ${basename(file, '.tsv')}`, {
      hint: 'DVCLive writes these; log again, or remove the file.',
    });
  }
  const rows = values.values.flatMap((value, row) => (value === null || steps.values[row] === null ? [] : [row]));
  return {
    name: file.replace(/\.tsv$/, ''),
    steps: rows.map((row) => steps.values[row]!),
    values: rows.map((row) => values.values[row]!),
  };
}

/** Scalars of metrics.json; DVCLive writes one that is no number as a text such as `"nan"`. */
function readSummary(file: string, readFile: ReadFile, notes: string[]): { readings: Reading[]; step: number | null } {
  if (!isFile(file)) return { readings: [], step: null };
  const leaves = flatten(parseJson(readFile(file).toString('utf8'), file), '/');
  const last = leaves.find(([name]) => name === 'step')?.[1];
  const step = typeof last === 'number' ? last : null;
  const readings = leaves.flatMap(([name, leaf]): Reading[] => {
    const value = typeof leaf === 'string' ? parseNumber(leaf) : leaf;
    if (name === 'step') return [];
    if (typeof value === 'number') return [{ name, value, step, where: `metrics.json, ${name}` }];
    notes.push(`metrics.json: "${name}" is no number: left out`);
    return [];
  });
  return { readings, step };
}

function readParams(file: string, readFile: ReadFile): TrackedRun['params'] {
  if (!isFile(file)) return {};
  try {
    return toParams(parse(readFile(file).toString('utf8')));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${file}: expected YAML (${(error as Error).message.split('\n')[0]})`, {
      hint: 'Log again, or mend the file.',
      cause: error,
    });
  }
}

/** The folder that `dvclive.Live` writes. */
export const dvclive: Tracker = {
  name: 'dvclive',
  expects: 'a folder with metrics.json and plots/metrics/',
  recognises(path) {
    const folder = folderOf(path);
    return isFolder(join(folder, plots)) || (isFile(join(path, 'metrics.json')) && isFile(join(path, 'params.yaml')));
  },
  read(path, readFile) {
    const folder = folderOf(path);
    const notes: string[] = [];
    const series = filesBelow(join(folder, plots))
      .filter((file) => file.endsWith('.tsv'))
      .map((file) => readCourse(folder, file, readFile, notes));
    const { readings } = readSummary(join(folder, 'metrics.json'), readFile, notes);
    // A run that was killed has courses only.
    const known = new Set(readings.map(({ name }) => name));
    const more = series.filter(({ name }) => !known.has(name));
    return collect('dvclive', path, {
      name: basename(resolve(folder)),
      params: readParams(join(folder, 'params.yaml'), readFile),
      readings: [...readings, ...more.flatMap((one) => lastOf(one, `${join(plots, one.name)}.tsv`))],
      series,
      notes,
    });
  },
};

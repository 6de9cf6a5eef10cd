import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { UserError } from '../schema/user-error.ts';
import { collect, type Reading, type Series } from './collect.ts';
import { filesBelow, isFile, onlyOne } from './files.ts';
import { parseJson } from './json.ts';
import { parseLog } from './leveldb-log.ts';
import { flatten, toParams } from './numbers.ts';
import type { ReadFile, Tracker } from './tracker.ts';
import { parseWandbRecord, type Item, type WandbRecord } from './wandb-record.ts';

/** `:W&B`, a magic number and the version of the format. */
const magic = Buffer.from([0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0x00]);

const isLog = (path: string): boolean => /^run-.*\.wandb$/.test(basename(path));

/** W&B's own keys, such as `_timestamp`. */
const isOwn = (key: string): boolean => key.startsWith('_');

function parseRecords(file: string, readFile: ReadFile, notes: string[]): WandbRecord[] {
  const bytes = readFile(file);
  if (!bytes.subarray(0, magic.length).equals(magic)) {
    throw new UserError(`${file} is no log of W&B: it does not begin with ":W&B"`, {
      hint: 'Name the folder of an offline run, e.g. wandb/offline-run-20260101_120000-abcd1234.',
    });
  }
  const { records, notes: cut } = parseLog(bytes, magic.length, file);
  notes.push(...cut);
  return records.flatMap((record, at) => {
    try {
      return parseWandbRecord(record) ?? [];
    } catch (error) {
      throw new UserError(`${file}: record ${at + 1} cannot be read (${(error as Error).message})`, {
        hint: 'Was it written by a newer W&B? Write the final numbers as metrics.json (docs/importing-runs.md).',
        cause: error,
      });
    }
  });
}

/** Scalars of logged data: nested data by its path, and the names of what is no scalar. */
function scalarsOf(items: Item[], other: Set<string>): [name: string, value: number][] {
  const leaves = items.filter(([key]) => !isOwn(key)).flatMap(([key, value]) => flatten({ [key]: value }, '.'));
  // Images, tables and histograms are objects that say what they are; numbers within them are no scalars.
  const objects = leaves.flatMap(([name]) => (name.endsWith('._type') ? [name.slice(0, -'._type'.length)] : []));
  objects.forEach((name) => other.add(name));
  return leaves.flatMap(([name, leaf]): [string, number][] => {
    if (objects.some((object) => name.startsWith(`${object}.`))) return [];
    if (typeof leaf === 'number') return [[name, leaf]];
    other.add(name);
    return [];
  });
}

function coursesOf(records: WandbRecord[], other: Set<string>): Map<string, Series> {
  const courses = new Map<string, Series>();
  let count = 0;
  for (const record of records) {
    if (record.kind !== 'history') continue;
    const own = record.items.find(([key]) => key === '_step')?.[1];
    const step = typeof own === 'number' ? own : (record.step ?? count);
    count += 1;
    for (const [name, value] of scalarsOf(record.items, other)) {
      const course = courses.get(name) ?? { name, steps: [], values: [] };
      courses.set(name, course);
      course.steps.push(step);
      course.values.push(value);
    }
  }
  return courses;
}

/** Data that records set and remove, over what a file beside them says. */
function settled(records: WandbRecord[], kind: 'config' | 'summary', begin: Item[]): Item[] {
  const data = new Map<string, unknown>(begin);
  for (const record of records) {
    if (record.kind === 'run' && kind === 'config') for (const [key, value] of record.config) data.set(key, value);
    if (record.kind !== kind) continue;
    for (const [key, value] of record.update) data.set(key, value);
    for (const key of record.remove) data.delete(key);
  }
  return [...data];
}

function readSummary(file: string, readFile: ReadFile): Item[] {
  if (!isFile(file)) return [];
  return Object.entries(parseJson(readFile(file).toString('utf8'), file) as object);
}

/** `key: { value: … }`, as W&B writes a config. */
function readConfig(file: string, readFile: ReadFile): Item[] {
  if (!isFile(file)) return [];
  try {
    const config = parse(readFile(file).toString('utf8')) as Record<string, { value?: unknown } | null>;
    return Object.entries(config ?? {}).map(([key, entry]) => [key, entry?.value]);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${file}: expected YAML (${(error as Error).message.split('\n')[0]})`, {
      hint: 'Mend the file, or remove it: the log holds the config too.',
      cause: error,
    });
  }
}

/** The folder of an offline run (`wandb/offline-run-*`), or `wandb/` where it holds one. */
export const wandb: Tracker = {
  name: 'wandb',
  expects: 'a folder with run-<id>.wandb, as W&B writes offline',
  recognises: (path) => (isFile(path) ? isLog(path) : filesBelow(path).some(isLog)),
  read(path, readFile) {
    const log = isFile(path) ? path : join(path, onlyOne(path, filesBelow(path).filter(isLog), 'W&B run'));
    const notes: string[] = [];
    const records = parseRecords(log, readFile, notes);
    const other = new Set<string>();
    const courses = coursesOf(records, other);
    const files = join(dirname(log), 'files');
    const summary = scalarsOf(
      settled(records, 'summary', readSummary(join(files, 'wandb-summary.json'), readFile)),
      other,
    );
    // The summary may hold the best value instead of the last; a run that was killed has none.
    const readings = new Map<string, Reading>();
    for (const { name, steps, values } of courses.values()) {
      readings.set(name, { name, value: values.at(-1)!, step: steps.at(-1)!, where: `history, ${name}` });
    }
    for (const [name, value] of summary) {
      const logged = readings.get(name);
      if (!logged || !Object.is(logged.value, value)) {
        readings.set(name, { name, value, step: null, where: `summary, ${name}` });
      }
    }
    if (other.size > 0) notes.push(`no scalars: left out: ${[...other].sort().join(', ')}`);
    const runs = records.filter((record) => record.kind === 'run');
    const header = records.find((record) => record.kind === 'header');
    const began = runs.find(({ startSeconds }) => startSeconds !== null)?.startSeconds;
    const config = settled(records, 'config', readConfig(join(files, 'config.yaml'), readFile)).filter(
      ([key]) => !isOwn(key),
    );
    return collect('wandb', path, {
      name: runs.findLast(({ name }) => name !== '')?.name,
      params: toParams(Object.fromEntries(config)),
      readings: [...readings.values()],
      series: [...courses.values()],
      date: began ? new Date(began * 1000).toISOString() : null,
      tool: header ? `wandb ${header.version.split('+')[0]}` : null,
      notes,
    });
  },
};

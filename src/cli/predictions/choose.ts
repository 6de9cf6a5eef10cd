import type { CatalogueMetric, CatalogueTable, Column, Subject } from '@paper-factory/runners/metrics';
import { UserError } from '@paper-factory/runners/user-error';
import { didYouMean } from '../../content/suggest.ts';
import { UsageError } from '../command.ts';
import { toNumber, type createPredictions } from './columns.ts';
import type { CsvTable } from './read-csv.ts';

type Entry = CatalogueMetric | CatalogueTable;
type Catalogue = Record<string, Entry>;
type FilePredictions = ReturnType<typeof createPredictions>;

export interface Chosen {
  /** As named, with its parameter: `hit@3`. */
  name: string;
  entry: Entry;
  parameter: number;
}

/** Metrics named as `r2,hit@3`. @throws {UsageError} for a name or a parameter that does not exist. */
export function parseMetrics(value: string, catalogue: Catalogue): Chosen[] {
  return [...new Set(value.split(','))].map((part) => {
    const [name, given] = part.trim().split('@', 2);
    if (!Object.hasOwn(catalogue, name)) {
      throw new UsageError(`there is no metric "${name}"`, {
        hint: `${didYouMean(name, Object.keys(catalogue))}Known: ${Object.keys(catalogue).join(', ')}.`,
      });
    }
    return choose(name, catalogue[name], given);
  });
}

function choose(name: string, entry: Entry, given?: string): Chosen {
  const { parameter } = entry;
  if (!parameter) {
    if (given === undefined) return { name, entry, parameter: NaN };
    throw new UsageError(`${name} takes no number, and ${name}@${given} gives one`);
  }
  const value = given === undefined ? parameter.default : toNumber(given);
  const allowed = {
    'from 0 to 1': value >= 0 && value <= 1,
    'a whole number of 1 or more': Number.isInteger(value) && value >= 1,
    'of 0 or more': value >= 0,
  };
  if (!allowed[parameter.allowed]) {
    const what = parameter.allowed.startsWith('a ') ? parameter.allowed : `a number ${parameter.allowed}`;
    throw new UsageError(
      `${name}@${given} has "${given}" after the @; expected ${what}, e.g. ${name}@${parameter.default}`,
    );
  }
  return { name: `${name}@${value}`, entry, parameter: value };
}

/** @throws {UserError} where the file lacks a column that a metric needs. */
export function checkColumns(chosen: Chosen[], { file, header }: CsvTable): void {
  for (const { name, entry } of chosen) {
    const missing = entry.needs.filter((column) => !header.includes(column));
    if (missing.length === 0) continue;
    throw new UserError(`${file}: ${name} needs ${missing.join(' and ')}`, { hint: `Found: ${header.join(', ')}.` });
  }
}

/** The metrics that fit a file. @throws {UserError} where none does. */
export function chooseMetrics(catalogue: Record<string, CatalogueMetric>, table: CsvTable, data: FilePredictions) {
  const { file, header } = table;
  const has = (...columns: Column[]) => columns.every((column) => header.includes(column));
  if (!has('y_true') || !(has('y_pred') || has('y_score') || has('y_low', 'y_high'))) {
    throw new UserError(`${file}: there must be y_true, and y_pred, y_score or y_low and y_high`, {
      hint: `Found: ${header.join(', ')}.`,
    });
  }
  const subjects = subjectsOf(data, has);
  const fitting = Object.entries(catalogue).filter(
    ([, { chosenFor, needs }]) => chosenFor && subjects.has(chosenFor) && has(...needs),
  );
  if (fitting.length > 0) return fitting.map(([name, entry]) => choose(name, entry));
  throw new UserError(`${file}: no metric fits, since y_score is for two classes and y_true holds more`, {
    hint: 'Add y_pred, or name metrics with --metric.',
  });
}

function subjectsOf(data: FilePredictions, has: (...columns: Column[]) => boolean): Set<Subject> {
  const subjects = new Set<Subject>(['intervals']);
  const truth = data.cells('y_true');
  const kinds = new Set(truth).size;
  const numeric = truth.filter((cell) => !Number.isNaN(toNumber(cell))).length;
  const whole = (cells: string[]) => cells.every((cell) => Number.isInteger(toNumber(cell)));
  if (has('y_pred')) {
    // A few cells that are no numbers are slips in a column of numbers, and reported as such.
    const classes = numeric < truth.length / 2 || (kinds <= 10 && whole(truth) && whole(data.cells('y_pred')));
    if (classes) subjects.add('classes');
    else subjects.add('numbers').add('errors');
  }
  if (has('y_score')) {
    const probable = data
      .cells('y_score')
      .map(toNumber)
      .every((value) => value >= 0 && value <= 1);
    if (kinds <= 2) subjects.add('ranking');
    if (probable) subjects.add(kinds <= 2 ? 'probabilities' : 'confidences');
  }
  return subjects;
}

import { extname } from 'node:path';
import type { z } from 'zod';
import { commandMetricsSchema, type CommandMetrics } from '../schema/command-metrics.ts';
import type { Gate } from '../schema/outcome.ts';
import { UserError } from '../schema/user-error.ts';
import { collect, type Reading, type Readings } from './collect.ts';
import { isFile } from './files.ts';
import { dvclive } from './dvclive.ts';
import { lineOfValue, parseJson } from './json.ts';
import type { Tracker } from './tracker.ts';

const met: Record<Gate['relation'], (value: number, threshold: number) => boolean> = {
  '<': (value, threshold) => value < threshold,
  '<=': (value, threshold) => value <= threshold,
  '>': (value, threshold) => value > threshold,
  '>=': (value, threshold) => value >= threshold,
};

/** The alternative of a union that was meant: the one that failed deepest. */
function flatten(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue;
  const depth = (branch: z.core.$ZodIssue[]) => Math.max(...branch.map(({ path }) => path.length));
  const [first] = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0];
  return { ...flatten(first), path: [...issue.path, ...first.path] };
}

/** Where in the data a fault lies, in words: `the metric "r2"`, `metrics[2].split`. */
function placeOf(value: unknown, path: readonly PropertyKey[]): { place: string; found: unknown } {
  let at = value as Record<PropertyKey, unknown> | undefined;
  let place = '';
  for (const step of path) {
    place += typeof step === 'number' ? `[${step}]` : `${place && '.'}${String(step)}`;
    at = at?.[step] as typeof at;
    const { name } = (at ?? {}) as { name?: unknown };
    if (typeof name === 'string' && step !== path.at(-1)) place += ` ("${name}")`;
  }
  return { place: place || 'the file', found: at };
}

const show = (found: unknown): string =>
  typeof found === 'number' ? String(found) : (JSON.stringify(found)?.slice(0, 60) ?? 'nothing');

function parseMetrics(text: string, file: string): CommandMetrics {
  const value = parseJson(text, file);
  const parsed = commandMetricsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = flatten(parsed.error.issues[0]);
  const line = lineOfValue(text, issue.path);
  const { place, found } = placeOf(value, issue.path);
  const notFinite = typeof found === 'number' && !Number.isFinite(found);
  throw new UserError(
    `${file}${line === null ? '' : `:${line}`}: ${place} is ${show(found)}; ${notFinite ? 'expected a finite number' : issue.message}`,
    {
      hint: notFinite
        ? 'A metric that is not a number says that the run failed: mend the program, or leave the metric out.'
        : 'The format is described in docs/importing-runs.md.',
    },
  );
}

function readingsOf({ metrics, curves = [], scale, gates = [] }: CommandMetrics): Readings {
  const readings: Reading[] = Array.isArray(metrics)
    ? metrics.map(({ name, value, label, ...details }, at) => {
        return { name, value, step: null, where: `metrics[${at}]`, label, details };
      })
    : Object.entries(metrics).map(([name, value]) => ({ name, value, step: null, where: `metrics.${name}` }));
  return {
    readings,
    series: curves.map(({ name, x, y, xName, yName }) => ({ name, steps: x, values: y, xName, label: yName })),
    scale,
    gates: gates.map((gate) => ({ ...gate, passed: met[gate.relation](gate.value, gate.threshold) })),
  };
}

/** The JSON of `runner: command`: what a program writes that uses no tracker. */
export const metricsJson: Tracker = {
  name: 'metrics-json',
  expects: 'a .json file with "metrics"',
  recognises: (path) => extname(path) === '.json' && isFile(path) && !dvclive.recognises(path),
  read: (path, readFile) =>
    collect('metrics-json', path, readingsOf(parseMetrics(readFile(path).toString('utf8'), path))),
};

import type { SlurmSettings } from '../../schema/index.ts';
import { directiveValue, plainPath, shellWord } from './quote.ts';

/** What one script is written from. */
export interface SbatchJob {
  /** Shown by squeue, e.g. `line-fit/smoke`. */
  name: string;
  /** By which a later process finds the job again. */
  comment: string;
  /** Absolute: the root, in which the job works. */
  folder: string;
  /** Absolute, without ending: `.log` is added, and before it `-<element>` for an array. */
  log: string;
  /** Numbers of the array's elements, ascending; null for a job that is no array. */
  elements: number[] | null;
  /** Memory, where the settings name none. */
  memoryMiB: number | null;
  /** Program and arguments, each a word; the element's number comes last for an array. */
  command: string[];
  settings: SlurmSettings;
}

/** Seconds before its time is up that a job is asked to stop. */
const warningSeconds = 60;

/** Ascending numbers as Slurm writes them: `0-2,5`. */
export function ranges(numbers: number[]): string {
  const found: [first: number, last: number][] = [];
  for (const number of numbers) {
    const open = found.at(-1);
    if (open && number === open[1] + 1) open[1] = number;
    else found.push([number, number]);
  }
  return found.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}

function directives({ name, comment, folder, log, elements, memoryMiB, settings }: SbatchJob): string[] {
  const { partition, account, qos, gres, constraint, time, cpusPerTask, memory, maxConcurrent, options } = settings;
  const array = elements && `${ranges(elements)}${maxConcurrent ? `%${maxConcurrent}` : ''}`;
  const values: [name: string, value: string | null | undefined][] = [
    ['job-name', name],
    ['comment', comment],
    ['chdir', folder],
    ['output', `${plainPath(log)}${elements === null ? '' : '-%a'}.log`],
    // A job that goes on elsewhere goes on in the same log.
    ['open-mode', 'append'],
    ['array', array],
    ['partition', partition],
    ['account', account],
    ['qos', qos],
    ['gres', gres],
    ['constraint', constraint],
    ['time', time],
    ['nodes', '1'],
    ['ntasks', '1'],
    ['cpus-per-task', String(cpusPerTask ?? 1)],
    ['mem', memory ?? (memoryMiB === null ? null : `${Math.ceil(memoryMiB)}M`)],
    ['signal', `B:TERM@${warningSeconds}`],
    ['kill-on-invalid-dep', 'yes'],
  ];
  const given = values.flatMap(([option, value]) => (value ? [`--${option}=${directiveValue(value)}`] : []));
  return [...given, '--requeue', ...(options ?? [])].map((option) => `#SBATCH ${option}`);
}

/** A path with its variables braced, so that one that is not set ends the job and not in `/`. */
const withVariables = (path: string): string =>
  path.replace(/\$\{?(\w+)\}?/g, (_, variable: string) => `\${${variable}:?is not set on this node}`);

/**
 * The text of one job. Values of the user's stand in quotes; only `prologue`, `wrapper` and `options` are taken as they
 * are, since they are meant as shell.
 * @throws {UserError} for a path or name with a control character.
 */
export function sbatchScript(job: SbatchJob): string {
  const { prologue = [], wrapper, scratch } = job.settings;
  // `exec`: the signal for the job must reach the program and not a shell that waits for it.
  const command = [
    'exec',
    ...(wrapper ? [wrapper] : []),
    ...job.command.map(shellWord),
    ...(scratch ? ['--scratch', `"${withVariables(scratch)}"`] : []),
    ...(job.elements === null ? [] : ['"$SLURM_ARRAY_TASK_ID"']),
  ];
  return ['#!/bin/bash', ...directives(job), '', ...prologue, command.join(' '), ''].join('\n');
}

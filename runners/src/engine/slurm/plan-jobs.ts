import { join } from 'node:path';
import { mergeSlurm, type SlurmSettings } from '../../schema/index.ts';
import type { Task } from '../plan.ts';
import { elementName } from './element-report.ts';
import { jobComment } from './job-comment.ts';
import { sbatchScript } from './sbatch-script.ts';

/** A task that is to run on the cluster. */
export interface WantedTask {
  task: Task;
  /** Why it is run. */
  reason: string;
  /** Numbers of its runs that are not in the store, ascending; it may have none, and only be concluded. */
  runs: number[];
  /** What it is expected to take; null where nobody knows. */
  expectedSeconds: number | null;
  expectedMemoryMiB: number | null;
}

/** One call of sbatch. */
export interface PlannedJob {
  task: Task;
  part: number | 'conclude';
  /** Numbers of the runs that it does. */
  runs: number[];
  /** Name of the script in the folder of the submission. */
  file: string;
  text: string;
}

/** Where jobs are submitted from, and with what. */
export interface JobPlace {
  /** Absolute. */
  root: string;
  /** Absolute: holds the folders of all submissions. */
  home: string;
  submission: string;
  /** Most elements of an array. */
  arraySize: number;
  /** Of the root, for all its experiments. */
  settings: SlurmSettings | undefined;
  /** Absolute path of paper-factory's launcher. */
  launcher: string;
  /** Absolute path of the Node that submits. */
  node: string;
}

/** The memory that a conclusion needs to put runs together and draw: measured with 1,000 runs. */
const conclusionMiB = 1024;
/** Room beyond what the last run took, since its data may lie elsewhere and its kernel may be another. */
const headRoom = { factor: 1.5, MiB: 256 };

export const settingsOf = (task: Task, root: SlurmSettings | undefined): SlurmSettings =>
  mergeSlurm(root, task.config.slurm);

/** Absolute path of the log of a run, or of the conclusion. */
export function logOf(folder: string, task: Task, part: number | 'conclude', arraySize: number): string {
  if (part === 'conclude' || part < arraySize) return join(folder, `${elementName(task, part)}.log`);
  const first = part - (part % arraySize);
  return join(folder, `${task.id}-${task.profile}-from${first}-${part - first}.log`);
}

/** The jobs of a task: its runs as arrays of at most `arraySize` elements, then its conclusion. */
export function planJobs({ task, runs, expectedMemoryMiB }: WantedTask, place: JobPlace): PlannedJob[] {
  const { root, home, submission, arraySize, launcher } = place;
  const folder = join(home, submission);
  const settings = settingsOf(task, place.settings);
  const common = { name: task.name, folder: root };
  const program = [settings.node ?? place.node, launcher, 'run-one', '--root', root, '--submission', submission];
  const arrays = Map.groupBy(runs, (run) => run - (run % arraySize));
  const jobs = [...arrays].map(([first, numbers]): PlannedJob => {
    const text = sbatchScript({
      ...common,
      comment: jobComment(root, { submission, task: task.name, part: first }),
      log: join(folder, `${task.id}-${task.profile}${first > 0 ? `-from${first}` : ''}`),
      elements: numbers.map((run) => run - first),
      memoryMiB: expectedMemoryMiB === null ? null : expectedMemoryMiB * headRoom.factor + headRoom.MiB,
      command: [...program, '--first', String(first), task.name],
      settings,
    });
    return { task, part: first, runs: numbers, file: `${task.id}-${task.profile}-${first}.sbatch`, text };
  });
  // It computes nothing: it must not wait for a GPU, nor for the memory of a training.
  const { gres: _, cpusPerTask: __, memory: ___, maxConcurrent: ____, ...modest } = settings;
  const conclusion: PlannedJob = {
    task,
    part: 'conclude',
    runs: [],
    file: `${task.id}-${task.profile}-conclude.sbatch`,
    text: sbatchScript({
      ...common,
      name: `${task.name} conclude`,
      comment: jobComment(root, { submission, task: task.name, part: 'conclude' }),
      log: logOf(folder, task, 'conclude', arraySize).replace(/\.log$/, ''),
      elements: null,
      memoryMiB: conclusionMiB,
      command: [...program, task.name],
      settings: modest,
    }),
  };
  return [...jobs, conclusion];
}

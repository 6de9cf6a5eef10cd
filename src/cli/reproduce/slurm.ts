import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ReproduceOptions, Selection, Workspace } from '@paper-factory/runners/engine';
import { UsageError, type Terminal, type Values } from '../command.ts';
import { showEnds, type Running } from './run.ts';

/** It lies beside `src`; in the packed tool beside `build`, where `src` is. */
const launcher = ['../../../bin/', '../../../../bin/']
  .map((folder) => fileURLToPath(new URL(`${folder}paper-factory.mjs`, import.meta.url)))
  .find((file) => existsSync(file))!;
const executors = ['local', 'slurm'] as const;

/** @throws {UsageError} for an executor that is not there, or that cannot do what else is asked for. */
export function parseExecutor(values: Values): (typeof executors)[number] {
  const name = String(values.executor ?? 'local');
  const executor = executors.find((one) => one === name);
  if (!executor) throw new UsageError(`there is no executor "${name}"`, { hint: `Known: ${executors.join(', ')}.` });
  if (executor === 'local') return executor;
  // Settings of the cluster take their place, or only this machine can do it.
  const excluded = ['verify', 'accept', 'threads', 'memory', 'timeout'].find((option) => values[option] !== undefined);
  if (excluded) throw new UsageError(`--executor slurm and --${excluded} exclude each other`);
  if ((values.backend ?? 'wasm') !== 'wasm') {
    throw new UsageError(`--executor slurm computes on wasm, the reference, and not on ${String(values.backend)}`);
  }
  return executor;
}

/** Waits, or less where the signal comes. */
export const pauseFor =
  (signal: AbortSignal) =>
  (seconds: number): Promise<void> =>
    setTimeout(seconds * 1000, undefined, { signal }).catch(() => {});

/** Submits what is not fresh and watches it. */
export async function runOnSlurm(running: Running): Promise<number> {
  const { engine, workspace, options, terminal } = running;
  const { force = false, signal } = options;
  const pause = pauseFor(signal);
  const ends = await engine.reproduceOnSlurm(workspace, { ...options, force, launcher, pause });
  if (signal.aborted) terminal.err('Stopped: the jobs are cancelled; what they had finished is kept.\n');
  return showEnds(running, ends);
}

interface DryRun {
  engine: Running['engine'];
  workspace: Workspace;
  selection: Selection;
  backend: ReproduceOptions['backend'];
  force: boolean;
  json: boolean;
  terminal: Terminal;
}

/** Prints the text of every job and what it waits for; submits nothing. */
export function slurmDryRun({ engine, workspace, selection, backend, force, json, terminal }: DryRun): number {
  const jobs = engine.planOnSlurm(workspace, { ...selection, backend, force, launcher });
  if (json) {
    for (const { task, part, runs, after, reason, text } of jobs) {
      const { id, profile } = task;
      terminal.out(`${JSON.stringify({ event: 'job', id, profile, part, runs, after, reason, text })}\n`);
    }
    terminal.out(`${JSON.stringify({ event: 'summary', jobs: jobs.length })}\n`);
    return 0;
  }
  if (jobs.length === 0) terminal.out('Nothing would be submitted: everything is fresh.\n');
  for (const { file, after, reason, text } of jobs) {
    const waits = after.length > 0 ? `after ${after.join(', ')}` : 'at once';
    terminal.out(`#### ${file}: ${waits}; ${reason}\n${text}\n`);
  }
  return 0;
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { resolve } from 'node:path';
import { UserError } from '@paper-factory/runners/schema';
import { UsageError, type Command, type Terminal } from '../command.ts';
import { findRoot, loadForRunning, workspaceOf } from '../root.ts';
import { pauseFor } from '../reproduce/slurm.ts';

/** Milliseconds between two notes of progress that a job leaves. */
const noteMilliseconds = 5000;

/** The cores that Slurm gave to this job. */
const threadsOf = ({ SLURM_CPUS_PER_TASK }: NodeJS.ProcessEnv): number => Math.max(1, Number(SLURM_CPUS_PER_TASK) || 1);

/**
 * Queues a job again whose time is nearly up. Only one that Slurm still counts as running: a signal also comes with
 * scancel, and what was cancelled must not come back.
 */
async function requeue(env: NodeJS.ProcessEnv): Promise<boolean> {
  const job = env.SLURM_JOB_ID;
  if (!job) return false;
  const scontrol = (...args: string[]) => promisify(execFile)('scontrol', args, { env, timeout: 1000 });
  try {
    const { stdout } = await scontrol('show', 'job', '--oneliner', job);
    if (!/\bJobState=RUNNING\b/.test(stdout)) return false;
    await scontrol('requeue', job);
    return true;
  } catch {
    return false;
  }
}

export const runOne: Command = {
  name: 'run-one',
  summary: 'does what one job of `reproduce --executor slurm` is for; called by that job',
  usage: '<experiment>/<profile> [element]',
  positionals: true,
  options: {
    submission: { type: 'string', value: 'NAME', help: 'Folder in .factory/slurm that tells what was submitted' },
    first: { type: 'string', value: 'N', help: 'Number of the run that element 0 does' },
    scratch: { type: 'string', value: 'DIR', help: 'Folder for simulated data (default: in the root)' },
  },
  examples: ['run-one --submission 20261121-171200 --first 0 line-fit/smoke 2'],
  async run(values, [task, element], terminal) {
    if (!task || !values.submission) throw new UsageError('run-one needs --submission and the name of a task');
    const engine = await import('@paper-factory/runners/engine');
    const workspace = workspaceOf(await loadForRunning(findRoot(values, terminal)));
    const { signal, env } = terminal;
    const say = (text: string) => terminal.out(`${new Date().toISOString()} ${text}\n`);
    const common = {
      workspace,
      submission: String(values.submission),
      task,
      backend: engine.describeBackend('wasm'),
      say,
      signal,
      pause: pauseFor(signal),
    };
    const part = element === undefined ? 'conclude' : Number(values.first ?? 0) + Number(element);
    const attempt = Number(env.SLURM_RESTART_COUNT) || 0;
    say(
      `${task} ${part === 'conclude' ? part : `run ${part}`} on ${env.SLURMD_NODENAME ?? 'this machine'}${attempt > 0 ? `, start ${attempt + 1}` : ''}`,
    );
    try {
      if (part === 'conclude') await engine.concludeElement(common);
      else {
        const end = await engine.runElement({
          ...common,
          run: part,
          threads: threadsOf(env),
          scratch: values.scratch === undefined ? null : resolve(String(values.scratch)),
          restarted: attempt > 0,
          noteMilliseconds,
        });
        if (end.status === 'failed') throw new UserError(end.reason);
        if (end.status === 'interrupted') return await interrupted(end.advanced, terminal, say);
      }
      return 0;
    } catch (error) {
      const hint = error instanceof UserError && error.hint ? `. ${error.hint}` : '';
      engine.reportFailure(common, part, (error as Error).message + hint);
      throw error;
    }
  },
};

/** Asked to stop: by a preemption or scancel, which see to the rest, or since the time is nearly up. @returns the exit code. */
async function interrupted(advanced: boolean, { env }: Terminal, say: (text: string) => void): Promise<number> {
  say('asked to stop; its checkpoints are kept');
  if (!advanced) say('it left no new checkpoint, so it is not queued again');
  else if (await requeue(env)) say('queued again, to go on from its checkpoint');
  return 143;
}

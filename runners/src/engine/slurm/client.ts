import { spawn } from 'node:child_process';
import { UserError } from '../../schema/index.ts';
import { parseQueue, queueFormat, type QueuedJob } from './queue.ts';

/** Slurm, as far as this engine speaks with it. */
export interface SlurmClient {
  /** Submits the script in a file. @returns the number of the job. */
  submit(script: string, dependencies: readonly string[]): Promise<string>;
  /** All jobs of this user, those included that ended a moment ago: one call, whatever their number. */
  queue(): Promise<QueuedJob[]>;
  /** Jobs that ended are passed over. */
  cancel(jobs: readonly string[]): Promise<void>;
  /** Most elements an array may have. */
  maxArraySize(): Promise<number>;
}

/** Starts one command of Slurm's; an argument so that tests can answer in its place. */
export type Call = (command: string, args: string[]) => Promise<{ failed: boolean; out: string; err: string }>;

/** Milliseconds after which a controller that says nothing counts as down. */
const patience = 90_000;

const callSlurm: Call = (command, args) =>
  new Promise((resolve, reject) => {
    // A group of its own: Ctrl-C must not end an sbatch half way, nor the scancel that follows it.
    const child = spawn(command, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'], timeout: patience });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') return reject(error);
      const hint = 'Run this on a login node of the cluster, or load the module that brings Slurm.';
      reject(new UserError(`there is no ${command} here: Slurm is not installed or not in the PATH`, { hint }));
    });
    child.once('close', (code) => {
      const said = Buffer.concat(err).toString();
      resolve({
        failed: code !== 0,
        out: Buffer.concat(out).toString(),
        err: code === null ? 'it did not answer' : said,
      });
    });
  });

/** What Slurm said, in one line without the name of its program. */
const told = (err: string): string =>
  err
    .split('\n')
    .map((line) => line.replace(/^\w+: (error|fatal): /, '').trim())
    .filter(Boolean)
    .join('; ');

function refusal(doing: string, err: string): UserError {
  const down = /unable to contact|connection refused|communication connection|timed out|did not answer/i.test(err);
  const hint = down
    ? 'The controller of Slurm is down or cannot be reached. Results so far are kept; run the same command again later.'
    : 'See `slurm:` in factory.config.yaml and in the config of the experiment. Results so far are kept.';
  return new UserError(`Slurm could not ${doing}: ${told(err) || 'it gave no reason'}`, { hint });
}

const defaultMaxArraySize = 1001;

export function createSlurmClient(call: Call = callSlurm): SlurmClient {
  const ask = async (doing: string, command: string, ...args: string[]): Promise<string> => {
    const { failed, out, err } = await call(command, args);
    if (failed) throw refusal(doing, err);
    return out;
  };
  return {
    async submit(script, dependencies) {
      const wait = dependencies.length > 0 ? [`--dependency=afterok:${dependencies.join(':')}`] : [];
      const out = await ask('take a job', 'sbatch', '--parsable', ...wait, script);
      const [job] = out.trim().split(';');
      if (!/^\d+$/.test(job)) throw refusal('take a job', out || 'sbatch printed no job number');
      return job;
    },
    async queue() {
      const user = String(process.getuid?.() ?? '');
      const states = ['--array', '--states=all', `--user=${user}`];
      return parseQueue(await ask('show its queue', 'squeue', '--noheader', ...states, `--format=${queueFormat}`));
    },
    async cancel(jobs) {
      if (jobs.length > 0) await ask('cancel jobs', 'scancel', '--quiet', ...jobs);
    },
    async maxArraySize() {
      const { out } = await call('scontrol', ['show', 'config']);
      return Number(/^MaxArraySize\s*=\s*(\d+)/m.exec(out)?.[1] ?? defaultMaxArraySize);
    },
  };
}

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FigureSpec } from '../../figures/figure.ts';
import type { Outcome } from '../../schema/index.ts';
import { UserError } from '../../schema/user-error.ts';
import { runEnvironment } from '../run-environment.ts';

const entry = fileURLToPath(new URL('./figures-worker.ts', import.meta.url));

/** Figures are made of an outcome that is there: nothing of them takes minutes. */
const limitSeconds = 120;

export interface DrawJob {
  /** The runner's module. Absolute, as the root is. */
  file: string;
  root: string;
  outcome: Outcome;
}

export type DrawReport = { figures: FigureSpec[] } | { fault: string };

/**
 * The figures that a root's own module makes of an outcome, from a process of its own, as its runs are: an edited module
 * is read anew, and one that hangs or ends its process takes nothing else down.
 * @throws {UserError} that says what went wrong.
 */
export function drawOwn(job: DrawJob): Promise<FigureSpec[]> {
  return new Promise((resolve, reject) => {
    const child = fork(entry, [], {
      serialization: 'advanced',
      execArgv: [],
      env: runEnvironment(process.env),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let errors = '';
    const end = (settle: () => void) => {
      clearTimeout(limit);
      child.kill('SIGKILL');
      settle();
    };
    const fail = (message: string) => end(() => reject(new UserError(message)));
    const limit = setTimeout(() => fail(`its figures took longer than ${limitSeconds} s`), limitSeconds * 1000);
    child.stderr!.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-2000)));
    child.on('message', (report: DrawReport) => {
      if ('figures' in report) end(() => resolve(report.figures));
      else fail(report.fault);
    });
    child.on('error', (error) => fail(error.message));
    child.on('close', (code) => fail(`the process of its figures ended with code ${code}${errors && `: ${errors}`}`));
    child.send(job);
  });
}

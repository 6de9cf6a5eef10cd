import { join } from 'node:path';
import { UserError } from '../../schema/index.ts';
import type { RunBackend } from '../backends.ts';
import { taskOf, type Task } from '../plan.ts';
import { openSession, type Session } from '../session.ts';
import { places, type Workspace } from '../workspace.ts';
import { appears, type Pause } from './appear.ts';
import { elementName, readReport, writeReport } from './element-report.ts';
import { readSubmission, taskState, type Submission } from './submission.ts';

/** What a job is started with. */
export interface JobOptions {
  workspace: Workspace;
  /** Name of the folder of its submission. */
  submission: string;
  /** `<id>/<profile>` */
  task: string;
  backend: RunBackend;
  /** Says something to the log of the job. */
  say(text: string): void;
  /** Ends when the job is asked to stop. */
  signal: AbortSignal;
  pause: Pause;
}

/** What a job works with, once it knows that nothing changed while it was queued. */
export interface JobContext extends JobOptions {
  session: Session;
  /** Absolute: the folder of its submission. */
  folder: string;
  planned: Task;
  record: Submission['tasks'][string];
}

/**
 * Opens what a job needs and waits for the outcomes of the upstream tasks that were run before it.
 * @throws {UserError} where the config, the code or the data changed while it was queued.
 */
export async function openJob(options: JobOptions): Promise<JobContext> {
  const { workspace, submission, task: name, signal, pause } = options;
  const { root } = workspace;
  const home = places.slurm(root);
  const record = readSubmission(join(home, submission)).tasks[name];
  const [id, profile] = name.split('/');
  const config = workspace.configs.get(id);
  const planned = config && taskOf(config, profile as Task['profile']);
  if (!record || !planned || taskState(root, planned) !== record.state) {
    throw new UserError(
      `${name} changed while it was queued: its config, its code or its data is not what was submitted`,
      {
        hint: 'Run `paper-factory reproduce --executor slurm` again to submit it as it is now.',
      },
    );
  }
  const session = openSession(workspace, (file) => options.say(`${file} was spoilt; it is removed, and made again`));
  for (const [above, where] of Object.entries(record.upstream)) {
    const [aboveId, aboveProfile] = above.split('/');
    const folder = join(home, where);
    const shows = () => {
      const report = readReport(folder, elementName({ id: aboveId, profile: aboveProfile }, 'conclude'));
      if (report?.status !== 'done') return false;
      return report.outcome === null || session.results.read(aboveId, aboveProfile).digest === report.outcome;
    };
    if (!(await appears(folder, shows, pause, signal))) {
      throw new UserError(`the outcome of upstream ${above} did not appear in the shared folder`, {
        hint: 'Check that the root lies on a file system that all nodes share, then submit again.',
      });
    }
  }
  return { ...options, session, folder: join(home, submission), planned, record };
}

/** Leaves word of a job that failed, for whoever watches it. */
export function reportFailure(
  { workspace, submission, task }: Pick<JobOptions, 'workspace' | 'submission' | 'task'>,
  part: number | 'conclude',
  reason: string,
): void {
  const [id, profile] = task.split('/');
  const folder = join(places.slurm(workspace.root), submission);
  writeReport(folder, elementName({ id, profile }, part), { status: 'failed', reason });
}

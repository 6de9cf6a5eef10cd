import { join } from 'node:path';
import { UserError } from '../../schema/index.ts';
import type { Executor } from '../executor.ts';
import { reproduce } from '../reproduce.ts';
import { places } from '../workspace.ts';
import { appears } from './appear.ts';
import { elementName, writeReport } from './element-report.ts';
import { openJob, type JobOptions } from './job-context.ts';

/** A conclusion has neither the memory nor the time for a run. */
const refuse: Executor = {
  perform: () => Promise.resolve({ kind: 'failed', message: 'one of its runs is not in the store' }),
  close: () => {},
};

/**
 * Puts the runs of a task together, as the job that follows its array: outcome, provenance and figures.
 * @throws {UserError} where a run is missing or the result cannot be written; an earlier result stays.
 */
export async function concludeElement(options: JobOptions): Promise<void> {
  const { workspace, signal, pause, say, backend } = options;
  const { session, planned: task, folder, record } = await openJob(options);
  const { key, freshness } = session.inspect().standing(task);
  if (!key) throw new UserError(freshness.reason);
  const missing = () => key.runs.find((run) => session.runs.find(run, backend) === null);
  const shows = () => missing() === undefined;
  if (!(await appears(join(places.store(workspace.root), 'runs'), shows, pause, signal))) {
    const number = key.runs.indexOf(missing() ?? '');
    throw new UserError(`run ${number} of ${task.name} is not in the store`, {
      hint: 'Submit again: what is there is not run twice.',
    });
  }
  const ends = await reproduce(workspace, {
    ids: [task.id],
    profiles: [task.profile],
    threads: 1,
    memoryMiB: Infinity,
    timeoutSeconds: null,
    backend,
    force: record.force,
    // Forced runs were measured by the elements: they are to be put together, not run once more.
    reuse: true,
    executor: refuse,
    emit: (event) => {
      if (event.event === 'waiting') say('another process works on this experiment; waiting for it');
    },
    signal,
  });
  const end = ends.find(({ id, profile }) => id === task.id && profile === task.profile)!;
  if (end.status === 'failed' || end.status === 'skipped') throw new UserError(end.reason);
  const { digest, provenance } = session.results.read(task.id, task.profile);
  writeReport(folder, elementName(task, 'conclude'), {
    status: 'done',
    reason: end.status === 'fresh' ? 'fresh' : '',
    // What its runs took; the conclusion itself takes next to nothing.
    seconds: provenance?.kind === 'executed' ? provenance.seconds : end.seconds,
    outcome: digest,
  });
  say(`concluded: ${end.status}`);
}

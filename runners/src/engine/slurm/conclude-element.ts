import { join } from 'node:path';
import { UserError } from '../../schema/index.ts';
import { computedBy } from '../command/command-task.ts';
import type { Executor } from '../executor.ts';
import { reproduce } from '../reproduce.ts';
import { allKept } from '../run-tasks.ts';
import { places } from '../workspace.ts';
import { appears } from './appear.ts';
import { elementName, readReport, writeReport } from './element-report.ts';
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
  // Forced runs were measured by the elements, which may not be what was measured first.
  const measured = new Map<string, string>();
  const isThere = (run: string, number: number): boolean => {
    if (!record.force) return session.runs.find(run, computedBy(task, backend)) !== null;
    const report = readReport(folder, elementName(task, number));
    if (report?.status !== 'done' || report.result === null) return false;
    measured.set(run, report.result);
    return session.runs.find(run, computedBy(task, backend), report.result) !== null;
  };
  const missing = () => key.runs.find((run, number) => !isThere(run, number));
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
    measured,
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
    reason: end.status === 'fresh' ? 'fresh' : end.reason.endsWith(allKept) ? '' : end.reason,
    // What its runs took; the conclusion itself takes next to nothing.
    seconds: provenance?.kind === 'executed' ? provenance.seconds : end.seconds,
    outcome: digest,
    result: null,
  });
  say(`concluded: ${end.status}`);
}

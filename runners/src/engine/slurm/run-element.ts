import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../schema/index.ts';
import { createExecutor } from '../executor.ts';
import type { EngineEvent } from '../events.ts';
import { prepareRun } from '../reproduce.ts';
import { resultDigest } from '../run-store.ts';
import { executeRun } from '../run-tasks.ts';
import { storedUpstream, upstreamOf } from '../session.ts';
import { elementName, writeReport } from './element-report.ts';
import { openJob, type JobOptions } from './job-context.ts';

export interface ElementOptions extends JobOptions {
  /** Number of the run in its task. */
  run: number;
  threads: number;
  /** Absolute folder for simulated data; null for that of the root. */
  scratch: string | null;
  /** Whether this job was started before: it then goes on where it was, even where it is forced. */
  restarted: boolean;
  /** Milliseconds between two notes of progress: each is a small file on the shared file system. */
  noteMilliseconds: number;
}

/** How an element ended: `interrupted` when it was asked to stop. `advanced` tells whether it has got further. */
export type ElementEnd =
  { status: 'done' } | { status: 'failed'; reason: string } | { status: 'interrupted'; advanced: boolean };

/** What lies in a folder, with times and sizes, to see whether it changed. */
function fingerprint(folder: string): string {
  try {
    return readdirSync(folder)
      .map((name) => {
        const { mtimeMs, size } = statSync(join(folder, name));
        return `${name} ${mtimeMs} ${size}`;
      })
      .join('\n');
  } catch {
    return '';
  }
}

/**
 * Performs one run of a task into the shared store, as one element of a job array. The run's place in the checkpoint folder
 * is the same on every node, so an element that is queued again goes on where the last attempt was.
 */
export async function runElement(options: ElementOptions): Promise<ElementEnd> {
  const { backend, threads, signal, say } = options;
  const context = await openJob(options);
  const { session, planned: task, folder, record } = context;
  const name = elementName(task, options.run);
  const run = task.runs[options.run];
  const upstream = upstreamOf(session, task, (id) => storedUpstream(session, id, task.profile));
  if ('missing' in upstream) throw new UserError(upstream.missing);
  const standing = session.inspect().standing(task);
  if (!standing.key) throw new UserError(standing.freshness.reason);

  let noted = { at: -Infinity, total: NaN };
  const emit = (event: EngineEvent): void => {
    if (event.event !== 'progress') return;
    const { done, total, note } = event;
    const at = performance.now();
    // Another total is another phase of the run, which is worth a line at once.
    if (total === noted.total && at - noted.at < options.noteMilliseconds) return;
    noted = { at, total };
    writeReport(folder, name, { status: 'running', done, total, note });
    say(`${done} of ${total}${note && `: ${note}`}`);
  };
  const host = { ...options, emit, memoryMiB: Infinity, timeoutSeconds: null };
  const prepared = await prepareRun(session, task, standing, upstream.upstream, {
    ...host,
    reason: 'queued',
    reuse: !record.force || options.restarted,
  });
  if (prepared.status !== 'run') throw new UserError(prepared.reason);
  const { kept, job } = prepared;
  // A forced run is measured anew.
  const found = record.force ? null : kept.read(run);
  if (found) {
    const reason = 'its run is in the store already';
    writeReport(folder, name, { status: 'done', reason, seconds: found.seconds, outcome: null, result: null });
    say(reason);
    return { status: 'done' };
  }
  const checkpoints = kept.place(run).checkpoints!.folder;
  const before = fingerprint(checkpoints);
  const executor = createExecutor(host);
  signal.addEventListener('abort', executor.close);
  try {
    const report = await executeRun(
      task,
      { ...prepared, job: options.scratch === null ? job : { ...job, cacheFolder: options.scratch } },
      run,
      { name: backend.name, threads: backend.name === 'wasm' ? threads : 1 },
      { backend: backend.name, emit, signal, perform: executor.perform },
    );
    if (signal.aborted) return { status: 'interrupted', advanced: fingerprint(checkpoints) !== before };
    if (report.kind === 'failed') return { status: 'failed', reason: report.message };
    const { seconds } = report;
    writeReport(folder, name, {
      status: 'done',
      reason: '',
      seconds,
      outcome: null,
      result: resultDigest(report.result),
    });
    say(`ran in ${seconds.toFixed(1)} s`);
    return { status: 'done' };
  } finally {
    executor.close();
  }
}

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Measurement, Outcome } from '../schema/index.ts';
import { canonicalJson, digest } from './canonical.ts';
import { chooseVerified, type LeftWhy } from './choose-verified.ts';
import { computedBy } from './command/command-task.ts';
import { compareOutcomes } from './compare.ts';
import { changedFigures } from './compare-figures.ts';
import type { VerifyEvent } from './events.ts';
import { createExecutor, type Executor } from './executor.ts';
import { verificationEvent } from './expected-work.ts';
import { couldNotWrite } from './files.ts';
import type { Standing } from './freshness.ts';
import { machineClass } from './machine.ts';
import { createMeasurementStore } from './measurement-store.ts';
import { rememberMeasurement } from './measurements.ts';
import type { Task } from './plan.ts';
import { prepareRun, type RunOptions } from './reproduce.ts';
import { runTasks, type Prepared, type TaskCost } from './run-tasks.ts';
import { openSession, storedUpstream, upstreamOf, type Session, type UpstreamResult } from './session.ts';
import { outcomeBytes } from './store.ts';
import type { StoredResult } from './stored-result.ts';
import { places, select, type Workspace } from './workspace.ts';

export interface VerifyOptions extends RunOptions {
  /** Execute again only this share, drawn by the seed. */
  sample?: { share: number; seed: string };
  /** Execute again only what is expected to fit, quickest first. */
  budgetSeconds?: number;
  /** Keep what was found in measurements.json, beside the committed outcome. */
  record?: boolean;
  /** What performs the runs; this machine where left out. */
  executor?: Executor;
}

/** A re-execution beside what is committed; `outcome` lets the caller judge claims over it. */
export interface Verified extends Omit<VerifyEvent, 'event'> {
  outcome: Outcome | null;
  /** Why it was not recorded although that was asked for. */
  unrecorded?: string;
}

export interface Verification {
  verified: Verified[];
  /** What was selected and not executed again. */
  left: { id: string; profile: string; why: LeftWhy; reason?: string }[];
}

/**
 * Re-executes in a scratch folder and compares with what is committed. Of committed files only measurements.json may be
 * written. Upstream outcomes are the re-executed ones where they were part of it, so that one edited number is named once.
 */
export async function verify(workspace: Workspace, options: VerifyOptions): Promise<Verification> {
  const session = openSession(workspace);
  const beside = createMeasurementStore(places.results(workspace.root));
  const selected = [...select(workspace, options).targets];
  const [imported, executed] = [true, false].map((kind) =>
    selected.filter((task) => (task.config.runner === 'imported') === kind),
  );
  const choice = chooseVerified(executed, { ...options, secondsOf: expectedSeconds(session, options.threads) });
  const left: Verification['left'] = [
    ...imported.map(({ id, profile }) => ({ id, profile, why: 'imported' as const })),
    ...choice.left.map(({ item: { id, profile }, why }) => ({ id, profile, why })),
  ];
  for (const task of choice.chosen) {
    options.emit(verificationEvent({ task, stored: session.results.read(task.id, task.profile) }));
  }
  const begun = new Map<Task, { standing: Standing; asCommitted: boolean }>();
  const outcomes = new Map<string, UpstreamResult>();
  const verified: Verified[] = [];

  const conclude = (entry: Verified): void => {
    verified.push(entry);
    const { outcome: _, unrecorded: __, ...event } = entry;
    options.emit({ event: 'verify', ...event });
  };

  const prepare = async (task: Task, base: string): Promise<Prepared> => {
    const upstream = upstreamOf(session, task, (id) => {
      return outcomes.get(`${id}/${task.profile}`) ?? storedUpstream(session, id, task.profile);
    });
    if ('missing' in upstream) return { status: 'failed', reason: upstream.missing };
    const standing = session.inspect().standing(task);
    if (!standing.key) return { status: 'failed', reason: standing.freshness.reason };
    const asCommitted = task.config.upstream.every((id) => {
      const again = outcomes.get(`${id}/${task.profile}`);
      return !again || sameUpstream(again, storedUpstream(session, id, task.profile));
    });
    begun.set(task, { standing, asCommitted });
    return prepareRun(session, task, standing, upstream.upstream, {
      ...options,
      reason: 'verify',
      reuse: false,
      keep: asCommitted,
      base,
    });
  };

  const finish = async (task: Task, outcome: Outcome, cost: TaskCost): Promise<null> => {
    const { id, profile } = task;
    // As a reproduction reads it from its file, down to the order of the keys: a run must not tell the two apart.
    const read = JSON.parse(outcomeBytes(outcome)) as Outcome;
    outcomes.set(task.name, { outcome: read, runs: cost.runs.map(({ run, artefacts }) => ({ ...run, artefacts })) });
    const { standing, asCommitted } = begun.get(task)!;
    const { stored } = standing;
    const drawn = profile === workspace.settings.profile ? await changedFigures(workspace.root, task, outcome) : [];
    const about = {
      key: standing.key!.task,
      kind: 'verification' as const,
      backend: computedBy(task, options.backend),
      machine: machineClass(),
      node: process.version,
      date: session.effects.now().toISOString(),
      differences: drawn.map(({ where }) => where),
    };
    // Nothing is noise because it was seen before: what this machine measured once, and measures again, does not count.
    const kept = stored.provenance?.kind === 'executed' ? beside.read(id, profile) : null;
    const remembered = stored.outcome && rememberMeasurement(kept, stored.outcome, outcome, about);
    const compared = compareWithStored(stored, outcome, remembered?.measurements.slice(0, -1) ?? []);
    const differences = [...compared.differences, ...drawn];
    const result = drawn.length > 0 && compared.result === 'equal' ? 'changed' : compared.result;
    const unrecorded = options.record ? whyUnrecorded(standing, asCommitted) : null;
    if (options.record && unrecorded === null && remembered) beside.write(remembered);
    const entry = { id, profile, result, seconds: cost.seconds, differences, outcome };
    conclude(unrecorded === null ? entry : { ...entry, unrecorded });
    return null;
  };

  const base = makeBase(places.work(workspace.root));
  const executor = options.executor ?? createExecutor(options);
  options.signal.addEventListener('abort', executor.close);
  try {
    const ends = await runTasks(choice.chosen, {
      threads: options.threads,
      memoryMiB: options.memoryMiB,
      backend: options.backend.name,
      emit: (event) => event.event !== 'task-end' && options.emit(event),
      signal: options.signal,
      perform: executor.perform,
      prepare: (task) => prepare(task, base),
      finish,
      release: () => {},
    });
    for (const { id, profile, status, reason, seconds } of ends) {
      if (status === 'skipped') left.push({ id, profile, why: 'skipped', reason });
      else if (status === 'failed' && options.signal.aborted && /^(stopped$|upstream )/.test(reason))
        left.push({ id, profile, why: 'stopped' });
      else if (status === 'failed') {
        const differences = [{ where: 'run', committed: '', reexecuted: reason }];
        conclude({ id, profile, result: 'failed', seconds, differences, outcome: null });
      }
    }
  } finally {
    executor.close();
    // A program that was ended may still write for a moment.
    rmSync(base, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
  return { verified, left };
}

/** A task's time from its provenance: runs side by side share it, and one run alone takes its own. */
function expectedSeconds({ results }: Session, threads: number): (task: Task) => number {
  return ({ id, profile }) => {
    const { provenance } = results.read(id, profile);
    if (provenance?.kind !== 'executed') return Infinity;
    return Math.max(provenance.cpuSeconds / threads, ...provenance.runs.map((run) => run.seconds));
  };
}

/** Whether downstream reads the same from both. */
function sameUpstream(again: UpstreamResult, stored: UpstreamResult | null): boolean {
  const read = ({ outcome, runs }: UpstreamResult) =>
    canonicalJson([outcome, runs.map(({ artefacts = {} }) => artefacts)]);
  return stored !== null && read(again) === read(stored);
}

/** A measurement belongs to a key: that of the committed outcome, made from what is committed upstream. */
function whyUnrecorded({ freshness, stored }: Standing, asCommitted: boolean): string | null {
  if (!stored.outcome || freshness.status !== 'fresh') return freshness.reason || 'it has no committed outcome';
  return asCommitted ? null : 'what is upstream of it came out otherwise';
}

/** A folder for this verification alone. */
function makeBase(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true });
    return mkdtempSync(join(folder, 'base-'));
  } catch (error) {
    throw couldNotWrite(join(folder, 'base'), error);
  }
}

function compareWithStored(stored: StoredResult, fresh: Outcome, measured: Measurement[]) {
  const { outcome: committed, digest: bytes } = stored;
  if (!committed) {
    const differences = [{ where: 'outcome.json', committed: bytes ? 'unreadable' : 'missing', reexecuted: 'present' }];
    return { result: 'changed' as const, differences };
  }
  const compared = compareOutcomes(committed, fresh, measured);
  if (compared.result !== 'equal' || digest(outcomeBytes(fresh)) === bytes) return compared;
  const differences = [{ where: 'outcome.json', committed: 'other bytes for equal values', reexecuted: 'canonical' }];
  return { result: 'changed' as const, differences };
}

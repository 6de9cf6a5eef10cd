import { countBy } from '../count.ts';
import { formatSeconds } from '../table.ts';

type VerifyEvent = import('@paper-factory/runners/engine').VerifyEvent;
type LeftWhy = import('@paper-factory/runners/engine').LeftWhy;

/** A re-execution beside what is committed, with the claims whose verdict it changes. */
export type ReportedResult = Omit<VerifyEvent, 'event'> & {
  /** `A-vit-beats-gbdt: verified -> falsified`. */
  flipped: string[];
  /** Why it was not recorded, where that was asked for. */
  unrecorded?: string;
};

/** What a verification found; every format is a pure function of it. */
export interface VerifyReport {
  results: ReportedResult[];
  /** Selected, and not executed again. */
  left: { id: string; profile: string; why: LeftWhy; reason?: string }[];
  /** The seed draws the same sample again. */
  sample: { percent: number; seed: string } | null;
  budgetSeconds: number | null;
  /** Wall time. */
  seconds: number;
  /** When it began, in UTC, e.g. `2026-11-21T12:00:00.000Z`. */
  date: string;
  node: string;
  /** Class of machine. */
  machine: string;
  backend: { name: string; version: string };
}

const good = new Set<ReportedResult['result']>(['equal', 'within-noise']);

export const isGood = ({ result }: Pick<ReportedResult, 'result'>): boolean => good.has(result);

/** Whether something was verified, all of it stands, and nothing was cut short. */
export function passed({ results, left }: VerifyReport): boolean {
  return results.length > 0 && results.every(isGood) && left.every(({ why }) => why !== 'stopped');
}

const words: Record<ReportedResult['result'], string> = {
  equal: 'equal',
  'within-noise': 'within noise',
  changed: 'changed',
  flipped: 'changed with a flipped claim',
  failed: 'failed',
};

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** The verdict in one sentence: `Verification passed: 3 of 4 results executed again, 3 equal.` */
export function verdictSentence(report: VerifyReport): string {
  const { results, left } = report;
  const all = plural(results.length + left.length, 'result');
  const verdict = `Verification ${passed(report) ? 'passed' : 'failed'}`;
  if (results.length === 0) return `${verdict}: nothing was verified, of ${all}.`;
  const counts = countBy(results, ({ result }) => result);
  const order = Object.keys(words) as ReportedResult['result'][];
  const parts = order.flatMap((result) => (counts[result] ? [`${counts[result]} ${words[result]}`] : []));
  return `${verdict}: ${results.length} of ${all} executed again, ${parts.join(', ')}.`;
}

/** What was left out, by why, with the reason in words: `not in the sample of 10% drawn with seed abc`. */
export function leftOut({ left, sample, budgetSeconds }: VerifyReport) {
  const reasons: Record<LeftWhy, string> = {
    sample: sample ? `not in the sample of ${sample.percent}% drawn with seed ${sample.seed}` : '',
    budget: budgetSeconds === null ? '' : `did not fit in ${formatSeconds(budgetSeconds)}`,
    stopped: 'not reached before the stop',
    imported: 'imported from a tracker, which nothing here executes',
    skipped: 'skipped',
  };
  const groups = Map.groupBy(left, ({ why, reason }) => (reason ? `${reasons[why]}: ${reason}` : reasons[why]));
  return [...groups].map(([reason, tasks]) => ({ why: tasks[0].why, reason, tasks }));
}

/** `2 did not fit in 60 s: line-fit/default, slope-error/default` */
export function leftSentences(report: VerifyReport): string[] {
  return leftOut(report).map(({ reason, tasks }) => {
    return `${tasks.length} ${reason}: ${tasks.map(({ id, profile }) => `${id}/${profile}`).join(', ')}`;
  });
}

/** `line-fit/r2: 0.71 instead of 0.70 (noise floor 0.005)`. */
export function differenceText({ where, committed, reexecuted, noise }: ReportedResult['differences'][number]): string {
  const floor = noise === undefined ? '' : ` (noise floor ${Number(noise.toPrecision(2))})`;
  return `${where}: ${reexecuted}${committed && ` instead of ${committed}`}${floor}`;
}

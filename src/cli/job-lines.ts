import type { EngineEvent } from '@paper-factory/runners/engine';

type Jobs = Extract<EngineEvent, { event: 'jobs' }>;
type Log = Extract<EngineEvent, { event: 'log' }>;

/** Jobs that are named one by one in a line. */
const named = 4;

/** `line-fit/default: jobs 12_0, 12_1 RUNNING on n1` */
export function jobsLine({ id, profile, state, reason, node, jobs }: Jobs): string {
  const numbers = jobs.map(({ job }) => job).filter(Boolean);
  const which = numbers.length > named ? `${numbers[0]} to ${numbers.at(-1)}` : numbers.join(', ');
  const what = jobs.every(({ part }) => part === 'conclude') ? 'conclusion' : `run${jobs.length > 1 ? 's' : ''}`;
  const count = jobs.length > 1 ? `${jobs.length} ${what}` : what;
  const where = node ? ` on ${node}` : '';
  return `${id}/${profile}: ${count}${which && ` (job ${which})`} ${state}${where}${reason && `: ${reason}`}`;
}

/** The end of a log, below its name. */
export const logLines = ({ file, lines }: Log): string[] =>
  lines.length === 0 ? [`    ${file} is empty`] : [`    ${file}:`, ...lines.map((line) => `    | ${line}`)];

import type { Scope } from '@paper-factory/runners/schema';
import type { EngineEvent } from '@paper-factory/runners/engine';
import { jobsLine, logLines } from './job-lines.ts';
import { formatSeconds } from './table.ts';

type Event<Name extends EngineEvent['event']> = Extract<EngineEvent, { event: Name }>;

/** `line-fit/default seed 3 snr 5` */
export function runLabel(run: { id: string; profile: string; seed: number; point?: Scope }): string {
  const point = Object.entries(run.point ?? {}).map(([key, value]) => ` ${key} ${value}`);
  return `${run.id}/${run.profile} seed ${run.seed}${point.join('')}`;
}

function taskLine(event: Event<'task'>): string {
  const time = event.expectedSeconds === null ? '' : `about ${formatSeconds(event.expectedSeconds)}`;
  const memory = event.expectedMemoryMiB === null ? '' : `${event.expectedMemoryMiB} MiB each`;
  const expected = [time, memory].filter(Boolean).join(', ');
  const runs = `${event.runs} run${event.runs > 1 ? 's' : ''}`;
  return `▸ ${event.id}/${event.profile}: ${runs}${expected && ` (${expected})`}; ${event.reason}`;
}

function verifyLines({ id, profile, result, differences }: Event<'verify'>): string[] {
  const shown = differences.slice(0, 8);
  const good = result === 'equal' || result === 'within-noise';
  return [
    `${good ? '✓' : '✗'} ${id}/${profile}: ${result}`,
    ...shown.map(
      ({ where, committed, reexecuted }) => `    ${where}: committed ${committed}, re-executed ${reexecuted}`,
    ),
    ...(differences.length > shown.length ? [`    and ${differences.length - shown.length} more`] : []),
  ];
}

function waitingLine({ id, profile, owner }: Event<'waiting'>): string {
  const who = owner ? `${owner.command || 'a process'} (process ${owner.pid} on ${owner.host})` : 'another process';
  return `  ${id}/${profile}: waiting for ${who}, which works on it`;
}

function endLines({ id, profile, status, reason, seconds }: Event<'task-end'>): string[] {
  if (status === 'skipped') return [`- ${id}/${profile} skipped: ${reason}`];
  if (status === 'failed') return [`✗ ${id}/${profile}: ${reason}`];
  return status === 'ran' ? [`✓ ${id}/${profile} in ${formatSeconds(seconds)}`] : [];
}

/** What a person is told of an event, line by line. */
export function eventLines(event: EngineEvent): string[] {
  switch (event.event) {
    case 'plan':
    case 'progress':
      return [];
    case 'task':
      return [taskLine(event)];
    case 'run':
      if (event.status === 'kept') return [`  kept ${runLabel(event)}: ${event.reason}`];
      return event.status === 'ran' ? [`  ran ${runLabel(event)} in ${formatSeconds(event.seconds)}`] : [];
    case 'verify':
      return verifyLines(event);
    case 'jobs':
      return [`  ${jobsLine(event)}`];
    case 'log':
      return logLines(event);
    case 'waiting':
      return [waitingLine(event)];
    case 'corrupted':
      return [`! ${event.file} was spoilt; it is removed, and made again`];
    case 'task-end':
      return endLines(event);
  }
}

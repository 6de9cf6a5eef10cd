import type { Scope } from '@paper-factory/runners/schema';
import type { EngineEvent } from '@paper-factory/runners/engine';
import type { Terminal } from './command.ts';
import { jobsLine, logLines } from './job-lines.ts';
import { formatSeconds } from './table.ts';

type Progress = Extract<EngineEvent, { event: 'progress' }>;

function pointLabel(point: Scope | undefined): string {
  return Object.entries(point ?? {})
    .map(([key, value]) => ` ${key} ${value}`)
    .join('');
}

const runLabel = ({ id, profile, seed, point }: { id: string; profile: string; seed: number; point?: Scope }) =>
  `${id}/${profile} seed ${seed}${pointLabel(point)}`;

function bar(done: number, total: number, width = 24): string {
  const filled = Math.round((Math.min(done, total) / Math.max(total, 1)) * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

/**
 * Shows events to a person: one bar for each run where the terminal can redraw, plain lines where it cannot.
 * Lines go to `err`, so that `out` stays free for results.
 */
export function createProgressView(terminal: Terminal): { show(event: EngineEvent): void; close(): void } {
  const running = new Map<string, { progress: Progress; started: number }>();
  let drawn = 0;

  const clear = () => {
    if (drawn > 0) terminal.err(`\u001b[${drawn}A\u001b[J`);
    drawn = 0;
  };
  const draw = () => {
    const lines = [...running.values()].map(({ progress, started }) => {
      const { done, total, note } = progress;
      const elapsed = (performance.now() - started) / 1000;
      const left = done > 0 ? `${formatSeconds((elapsed / done) * (total - done))} left` : '';
      const text = `  ${bar(done, total)} ${runLabel(progress)}  ${left}  ${note}`;
      return text.slice(0, terminal.width - 1);
    });
    if (lines.length > 0) terminal.err(`${lines.join('\n')}\n`);
    drawn = lines.length;
  };
  const say = (text: string) => {
    if (terminal.live) clear();
    terminal.err(`${text}\n`);
    if (terminal.live) draw();
  };

  return {
    show(event) {
      if (event.event === 'progress') {
        if (!terminal.live) return;
        const label = runLabel(event);
        running.set(label, { progress: event, started: running.get(label)?.started ?? performance.now() });
        clear();
        draw();
      } else if (event.event === 'task') {
        say(`▸ ${taskLine(event)}`);
      } else if (event.event === 'run') {
        running.delete(runLabel(event));
        if (event.status === 'kept') say(`  kept ${runLabel(event)}: ${event.reason}`);
        if (event.status === 'ran') say(`  ran ${runLabel(event)} in ${formatSeconds(event.seconds)}`);
      } else if (event.event === 'verify') {
        const good = event.result === 'equal' || event.result === 'within-noise';
        say(`${good ? '✓' : '✗'} ${event.id}/${event.profile}: ${event.result}`);
        for (const { where, committed, reexecuted } of event.differences.slice(0, 8)) {
          say(`    ${where}: committed ${committed}, re-executed ${reexecuted}`);
        }
        if (event.differences.length > 8) say(`    and ${event.differences.length - 8} more`);
      } else if (event.event === 'jobs') {
        say(`  ${jobsLine(event)}`);
      } else if (event.event === 'log') {
        logLines(event).forEach(say);
      } else if (event.event === 'waiting') {
        const { owner } = event;
        const who = owner
          ? `${owner.command || 'a process'} (process ${owner.pid} on ${owner.host})`
          : 'another process';
        say(`  ${event.id}/${event.profile}: waiting for ${who}, which works on it`);
      } else if (event.event === 'corrupted') {
        say(`! ${event.file} was spoilt; it is removed, and made again`);
      } else if (event.status === 'skipped') {
        say(`- ${event.id}/${event.profile} skipped: ${event.reason}`);
      } else if (event.status === 'failed') {
        say(`✗ ${event.id}/${event.profile}: ${event.reason}`);
      } else if (event.status === 'ran') {
        say(`✓ ${event.id}/${event.profile} in ${formatSeconds(event.seconds)}`);
      }
    },
    close: clear,
  };
}

function taskLine(event: Extract<EngineEvent, { event: 'task' }>): string {
  const time = event.expectedSeconds === null ? '' : `about ${formatSeconds(event.expectedSeconds)}`;
  const memory = event.expectedMemoryMiB === null ? '' : `${event.expectedMemoryMiB} MiB each`;
  const expected = [time, memory].filter(Boolean).join(', ');
  const runs = `${event.runs} run${event.runs > 1 ? 's' : ''}`;
  return `${event.id}/${event.profile}: ${runs}${expected && ` (${expected})`}; ${event.reason}`;
}

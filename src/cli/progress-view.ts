import type { EngineEvent } from '@paper-factory/runners/engine';
import type { Terminal } from './command.ts';
import { eventLines, runLabel } from './event-lines.ts';
import { createLiveRegion } from './live-region.ts';
import { formatSeconds } from './table.ts';
import { createWholeProgress } from './whole-progress.ts';

type Progress = Extract<EngineEvent, { event: 'progress' }>;

interface Running {
  /** What it says last and what it said first: one that resumes does not begin at 0. */
  progress: Progress;
  first: number;
  since: number;
}

function bar({ done, total }: Progress, width: number): string {
  const filled = Math.round((Math.min(done, total) / Math.max(total, 1)) * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

/** `██████░░░░ line-fit/default seed 3  12 s left  loss 0.1` */
function runLine({ progress, first, since }: Running, now: number, width: number): string {
  const { done, total, note } = progress;
  const seconds = (((now - since) / 1000) * (total - done)) / (done - first);
  const left = done > first ? `${formatSeconds(seconds)} left` : '';
  return [`  ${bar(progress, width < 80 ? 8 : 24)} ${runLabel(progress)}`, left, note].filter(Boolean).join('  ');
}

/**
 * Shows events to a person: one bar for each run and a line for the whole where the terminal can redraw, plain lines
 * where it cannot. Lines go to `err`, so that `out` stays free for results.
 * @param now Milliseconds of a clock that only goes forward.
 */
export function createProgressView(
  terminal: Terminal,
  now = () => performance.now(),
): { show(event: EngineEvent): void; close(): void } {
  const running = new Map<string, Running>();
  const whole = createWholeProgress(now);
  const lines = (): string[] => {
    // What is above the screen could not be drawn over.
    const room = Math.max(1, terminal.height - 4);
    const bars = [...running.values()].slice(0, room).map((run) => runLine(run, now(), terminal.width));
    const more = running.size > room ? `, ${running.size - room} more at work` : '';
    const all = whole.line();
    return all ? [...bars, `  ${all}${more}`] : bars;
  };
  const region = createLiveRegion(terminal, lines, now);

  const note = (event: EngineEvent): void => {
    if (event.event === 'plan') whole.plan(event);
    else if (event.event === 'task-end' || event.event === 'verify') whole.end(event);
    else if (event.event === 'run') {
      running.delete(runLabel(event));
      whole.run(event, runLabel(event));
    } else if (event.event === 'progress') {
      const label = runLabel(event);
      const { first, since } = running.get(label) ?? { first: event.done, since: now() };
      running.set(label, { progress: event, first, since });
      whole.progress(event, label);
    }
  };

  return {
    show(event) {
      const said = eventLines(event);
      if (!terminal.live) {
        said.forEach((line) => terminal.err(`${line}\n`));
        return;
      }
      note(event);
      if (said.length > 0) region.say(said);
      else region.draw();
    },
    close: region.clear,
  };
}

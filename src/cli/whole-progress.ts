import type { EngineEvent } from '@paper-factory/runners/engine';
import { formatSeconds } from './table.ts';

type Event<Name extends EngineEvent['event']> = Extract<EngineEvent, { event: Name }>;

interface Planned {
  /** Runs that are still to end, and the seconds that each is expected to take; null where nobody knows. */
  left: number;
  each: number | null;
  /** Runs that are in the store, and count for nothing. */
  kept: number;
  /** By run, how much of it is done, 0 to 1. */
  running: Map<string, number>;
}

/** How far all runs together are, and when they may be done. */
export interface WholeProgress {
  plan(event: Event<'plan'>): void;
  progress(event: Event<'progress'>, run: string): void;
  run(event: Event<'run'>, run: string): void;
  end(event: Event<'task-end' | 'verify'>): void;
  /** `3 of 14 runs, about 4 min left`; empty where there is no plan or only one run. */
  line(): string;
}

/** Before so many seconds, and so much of the work, the pace tells nothing. */
const enough = { seconds: 3, share: 0.02 };

/** @param now Milliseconds of a clock that only goes forward. */
export function createWholeProgress(now: () => number): WholeProgress {
  const tasks = new Map<string, Planned>();
  const nameOf = ({ id, profile }: { id: string; profile: string }) => `${id}/${profile}`;
  const started = now();
  let ended = 0;
  // Expected seconds of what was performed here so far, finished runs only.
  let worked = 0;

  const sum = (value: (task: Planned) => number) => [...tasks.values()].reduce((total, task) => total + value(task), 0);
  const secondsLeft = (): number | null => {
    const known = [...tasks.values()].flatMap(({ each }) => (each === null ? [] : [each]));
    if (known.length === 0) return null;
    const usual = known.reduce((total, each) => total + each, 0) / known.length;
    const parts = sum(
      ({ running, each }) => [...running.values()].reduce((all, part) => all + part, 0) * (each ?? usual),
    );
    const work = sum(({ left, each }) => left * (each ?? usual)) - parts;
    const done = worked + parts;
    const atOnce = Math.max(
      1,
      sum(({ running }) => running.size),
    );
    const seconds = (now() - started) / 1000;
    if (seconds < enough.seconds || done < enough.share * (work + done)) return work / atOnce;
    // What was expected came from other machines and settings; the pace has both in it, and how many run at one time.
    return (work * seconds) / done;
  };

  return {
    plan(event) {
      const { runs, kept, expectedSeconds } = event;
      const each = expectedSeconds === null || runs === 0 ? null : expectedSeconds / runs;
      tasks.set(nameOf(event), { left: runs, each, kept, running: new Map() });
    },
    progress(event, run) {
      tasks.get(nameOf(event))?.running.set(run, Math.min(event.done / Math.max(event.total, 1), 1));
    },
    run(event, run) {
      const task = tasks.get(nameOf(event));
      if (!task) return;
      if (event.status === 'kept' && task.kept > 0) {
        task.kept -= 1;
        return;
      }
      if (task.left === 0) return;
      task.running.delete(run);
      task.left -= 1;
      ended += 1;
      if (event.status === 'ran') worked += task.each ?? 0;
    },
    end(event) {
      tasks.delete(nameOf(event));
    },
    line() {
      const left = sum((task) => task.left);
      if (left === 0 || left + ended < 2) return '';
      const seconds = secondsLeft();
      return `${ended} of ${left + ended} runs${seconds === null ? '' : `, about ${roughly(seconds)} left`}`;
    },
  };
}

/** An estimate has no digits to spare. */
function roughly(seconds: number): string {
  if (seconds < 90) return formatSeconds(Math.max(1, Math.round(seconds))).replace('.0', '');
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

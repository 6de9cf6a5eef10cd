import type { Terminal } from './command.ts';
import { createLiveRegion } from './live-region.ts';
import type { PagesSoFar } from './site/render-pages.ts';
import { formatSeconds } from './table.ts';

/** Seconds after which the time that is left can be told from the pages so far. */
const settled = 2;

/** Shows at a terminal how many pages are done and how long the rest takes; elsewhere nothing. */
export function createPagesView(terminal: Terminal, now: () => number = () => performance.now()) {
  const started = now();
  let line = '';
  const region = createLiveRegion(terminal, () => [line], now);
  return {
    show({ done, all }: PagesSoFar): void {
      if (!terminal.live) return;
      const seconds = (now() - started) / 1000;
      const left = seconds > settled ? `, ${formatSeconds((seconds / done) * (all - done))} left` : '';
      line = `  ${done} of ${all} pages${left}`;
      region.draw();
    },
    close: () => region.clear(),
  };
}

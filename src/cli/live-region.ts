import type { Terminal } from './command.ts';

/** Milliseconds between two drawings: what the eye can follow. */
const pause = 100;

/** The last lines of a terminal, which are drawn over and over, below everything that is said. */
export interface LiveRegion {
  /** Draws the lines as they are now, unless that was done a moment ago. */
  draw(): void;
  /** Prints lines above. */
  say(lines: string[]): void;
  clear(): void;
}

/**
 * @param lines What to draw; each is cut to the width of the terminal, and those that do not fit its height are counted.
 * @param now Milliseconds of a clock that only goes forward.
 */
export function createLiveRegion(terminal: Terminal, lines: () => string[], now: () => number): LiveRegion {
  let drawn = 0;
  let last = -pause;
  const home = () => (drawn > 0 ? `\u001b[${drawn}A\r` : '');

  // One write, each line over its older self: nothing flickers.
  const render = (said: string[]): void => {
    const shown = lines().map((text) => [...text].slice(0, terminal.width - 1).join(''));
    const text = [...said, ...shown].map((line) => `${line}\u001b[K\n`).join('');
    terminal.err(`${home()}${text}\u001b[J`);
    drawn = shown.length;
    last = now();
  };
  return {
    draw() {
      if (now() - last >= pause) render([]);
    },
    say: render,
    clear() {
      if (drawn > 0) terminal.err(`${home()}\u001b[J`);
      drawn = 0;
    },
  };
}

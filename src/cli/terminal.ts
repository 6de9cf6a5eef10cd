import type { Terminal } from './command.ts';

/** The process's own terminal. Ctrl-C asks commands to stop; a second one ends the process at once. */
export function processTerminal(): Terminal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort();
      // Commands stop by themselves; what cannot (a bundler at work) is ended.
      setTimeout(() => process.exit(130), 1500).unref();
    });
  }
  // `paper-factory check | head` closes the pipe early, which is no fault.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }
  const live = Boolean(process.stderr.isTTY) && !process.env.CI && process.env.TERM !== 'dumb';
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    live,
    get width() {
      return process.stderr.columns || 100;
    },
    get height() {
      return process.stderr.rows || 24;
    },
    color: live && !process.env.NO_COLOR,
    env: process.env,
    cwd: process.cwd(),
    signal: controller.signal,
  };
}

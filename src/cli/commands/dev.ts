import { formatFindings } from '../../content/format-findings.ts';
import type { Finding } from '../../content/types.ts';
import type { DevState } from '../../site/dev-state.ts';
import type { Command } from '../command.ts';
import { createSession, type Update } from '../dev/session.ts';
import { findRoot } from '../root.ts';
import { startDevServer } from '../site.ts';
import { parsePort } from './serve.ts';

const keyOf = ({ rule, file, message }: Finding): string => `${rule} ${file} ${message}`;

/** What an author must know of an update: new faults, that all are mended, and what to run for what is now stale. */
export function tellUpdate(before: Pick<Update, 'findings' | 'state'>, { findings, state }: Update): string {
  const known = new Set(before.findings.map(keyOf));
  const fresh = findings.filter((one) => !known.has(keyOf(one)));
  const faults = state.faults.length;
  const stale = new Set(before.state.stale.map(({ id }) => id));
  return [
    ...(fresh.length > 0 ? [formatFindings(fresh)] : []),
    ...(faults === 0 && before.state.faults.length > 0 ? ['Every fault is mended'] : []),
    ...offers(state.stale.filter(({ id }) => !stale.has(id))),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

const offers = (stale: DevState['stale']): string[] =>
  stale.map(({ id, status, reason }) => {
    const why = reason && ` (${reason})`;
    return `The result of ${id} is ${status}${why}; to run it: paper-factory reproduce ${id}`;
  });

export const dev: Command = {
  name: 'dev',
  summary: 'serves the site while you write; a saved file shows at once, a fault over the page',
  options: { port: { type: 'string', value: 'N', help: 'Port (default: 4321, or the next free one)' } },
  examples: ['dev', 'dev --root ../lab'],
  async run(values, _, terminal) {
    const root = findRoot(values, terminal);
    const port = parsePort(values.port);
    const session = createSession(root);
    // Faults are shown and do not stop: an author at work has some.
    let before = await session.update([]);
    if (before.findings.length > 0) terminal.err(`${formatFindings(before.findings)}\n`);
    const server = await startDevServer(root, port, {
      root,
      state: before.state,
      update: (changed) => session.update(changed),
      onUpdate(update) {
        const told = tellUpdate(before, update);
        if (told) terminal.err(told);
        before = update;
      },
      onFailure: (error) =>
        terminal.err(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`),
    });
    await new Promise<void>((resolve) => terminal.signal.addEventListener('abort', () => resolve()));
    await server.stop();
    return 0;
  },
};

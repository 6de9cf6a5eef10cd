import { formatFindings } from '../../content/format-findings.ts';
import type { Command } from '../command.ts';
import { runGate } from '../gate.ts';
import { findRoot } from '../root.ts';
import { startDevServer } from '../site.ts';
import { writeBuildState } from '../state.ts';
import { parsePort } from './serve.ts';

export const dev: Command = {
  name: 'dev',
  summary: 'serves the site while you write; a saved file shows at once',
  options: { port: { type: 'string', value: 'N', help: 'Port (default: 4321, or the next free one)' } },
  examples: ['dev', 'dev --root ../lab'],
  async run(values, _, terminal) {
    const root = findRoot(values, terminal);
    const port = parsePort(values.port);
    // Faults are shown and do not stop: an author at work has some.
    const { findings, freshness } = await runGate(root);
    writeBuildState(root, { freshness, verification: null });
    if (findings.length > 0) terminal.err(`${formatFindings(findings)}\n`);
    const server = await startDevServer(root, port);
    await new Promise<void>((resolve) => terminal.signal.addEventListener('abort', () => resolve()));
    await server.stop();
    return 0;
  },
};

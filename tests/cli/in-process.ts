import { runCommand } from '../../src/cli/run-command.ts';
import type { CliResult } from './scratch-root.ts';

/** Runs a command line in this process, which spares its start; runs have processes of their own all the same. */
export async function runHere(...args: string[]): Promise<CliResult> {
  const result: CliResult = { code: 0, out: '', err: '' };
  result.code = await runCommand(args, {
    out: (text) => void (result.out += text),
    err: (text) => void (result.err += text),
    ...{ live: false, width: 80, height: 24, color: false, env: {}, cwd: '/', signal: new AbortController().signal },
  });
  return result;
}

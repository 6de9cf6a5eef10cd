import { runCommand } from './run-command.ts';
import { processTerminal } from './terminal.ts';

// A launcher that is killed cannot take this process with it, so this process looks.
if (process.env.PAPER_FACTORY_LAUNCHER === String(process.ppid)) {
  const launcher = process.ppid;
  setInterval(() => process.ppid !== launcher && process.exit(1), 500).unref();
}

process.exitCode = await runCommand(process.argv.slice(2), processTerminal());

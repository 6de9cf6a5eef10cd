import { runCommand } from './run-command.ts';
import { processTerminal } from './terminal.ts';

// A launcher that is killed cannot take this process with it, so this process looks.
const launcher = process.env.PAPER_FACTORY_LAUNCHER;
delete process.env.PAPER_FACTORY_LAUNCHER; // not for what this process starts
if (launcher !== undefined) {
  const look = () => String(process.ppid) !== launcher && process.exit(1);
  look();
  setInterval(look, 500).unref();
}

process.exitCode = await runCommand(process.argv.slice(2), processTerminal());

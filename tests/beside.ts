// Runs scripts of package.json beside each other: the last one in view, the others with their output kept until it has ended.
// Usage: node tests/beside.ts test:slurm test:unit
// Exit code: 0 where all ended well, else 1. A signal ends them all.
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';

const scripts = process.argv.slice(2);
const shown = scripts.pop();
if (shown === undefined) throw new Error('no script is named');

const running = new Set<ChildProcess>();

/** In a process group of its own, so that a signal reaches everything that it started. */
function start(script: string, stdio: StdioOptions): ChildProcess {
  const child = spawn(process.execPath, ['--run', script], { stdio, detached: true });
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
}

const ended = (child: ChildProcess): Promise<boolean> =>
  new Promise((resolve) => child.once('close', (code) => resolve(code === 0)));

function endAll(signal: NodeJS.Signals): void {
  for (const { pid } of running) {
    try {
      process.kill(-pid!, signal);
    } catch {
      // It has just ended.
    }
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    endAll(signal);
    process.exitCode = 1;
  });
}
process.once('exit', () => endAll('SIGKILL'));

const hidden = scripts.map((script) => {
  const child = start(script, ['ignore', 'pipe', 'pipe']);
  const output: Buffer[] = [];
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk: Buffer) => output.push(chunk));
  return { script, output, end: ended(child) };
});
console.log(`${scripts.join(', ')}: beside ${shown}; what it says comes at the end`);
const results = [await ended(start(shown, 'inherit'))];
for (const { script, output, end } of hidden) {
  results.push(await end);
  console.log(`\n${script}:\n${Buffer.concat(output).toString()}`);
}
if (!results.every(Boolean)) process.exitCode = 1;

// Runs suites with Node's own runner, at least two files at once: many of them wait for processes that they start.
// Usage: node tests/run-suites.ts 'tests/cli/*.test.ts' …
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const atOnce = Math.max(2, availableParallelism() - 1);
const { status } = spawnSync(process.execPath, ['--test', `--test-concurrency=${atOnce}`, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;

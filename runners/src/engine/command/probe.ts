import { execFile } from 'node:child_process';

/** What a short command, such as `python3 --version`, came to. */
export interface Probe {
  ok: boolean;
  /** Standard output, or standard error where that is empty: some programs print their version there, others warnings. */
  output: string;
  /** Why it is not ok; empty where it is. */
  problem: string;
}

/** A first `import torch` on a shared file system takes its time. */
const patienceSeconds = 120;

/** Runs a command that ends soon; a failure is an answer. */
export function probe(run: readonly string[], cwd: string, env: Record<string, string>): Promise<Probe> {
  const [file, ...args] = run;
  const options = { cwd, env, timeout: patienceSeconds * 1000, maxBuffer: 1 << 24, windowsHide: true };
  return new Promise((resolve) => {
    const answer = (error: (Error & { code?: unknown; killed?: boolean }) | null, output: string) =>
      resolve({ ok: error === null, output: output.trim(), problem: error ? problemOf(file, error) : '' });
    try {
      execFile(file, args, options, (error, out, err) => answer(error, out.trim() || err)).stdin?.end();
    } catch (error) {
      answer(error as Error, '');
    }
  });
}

function problemOf(file: string, error: Error & { code?: unknown; killed?: boolean }): string {
  if (error.code === 'ENOENT') return `${file} was not found`;
  if (error.killed) return `it did not end within ${patienceSeconds} s`;
  return typeof error.code === 'number' ? `it ended with code ${error.code}` : error.message;
}

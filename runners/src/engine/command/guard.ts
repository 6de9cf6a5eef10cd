import { spawn } from 'node:child_process';

/** Ends a group of processes when the process that wants its result is no more, however that ended. */
export interface Guard {
  watch(group: number): void;
  /** The group has ended: there is nothing left to guard. */
  dismiss(): void;
}

// Its standard input closes with the process that started it, even by kill -9. It is in a session of its own, where
// neither Ctrl-C nor the end of the terminal reaches it, and is a shell because that costs a millisecond and no memory.
const script = `
trap '' HUP INT TERM
read -r group || exit 0
read -r ended && exit 0
kill -s TERM -- "-$group" 2>/dev/null || exit 0
sleep 0.5 || sleep 1
kill -s KILL -- "-$group" 2>/dev/null
`;

export function startGuard(): Guard {
  const guard = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  // Without a shell programs still run; they only outlive a kill of this process.
  guard.on('error', () => {});
  guard.stdin.on('error', () => {});
  guard.unref();
  return {
    watch: (group) => void guard.stdin.write(`${group}\n`),
    dismiss: () => void guard.stdin.end('ended\n'),
  };
}

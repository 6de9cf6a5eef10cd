import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { acquireLock } from '../../../runners/src/engine/lock.ts';

// One of the processes of lock.test.ts: adds to a counter under the lock, or holds it until it is ended.
const [what, lockFile, counter, times] = process.argv.slice(2);

if (what === 'count') {
  for (let i = 0; i < Number(times); i++) {
    const lock = await acquireLock(lockFile);
    const before = Number(readFileSync(counter, 'utf8'));
    await setTimeout(1); // long enough for another process to come between
    writeFileSync(counter, String(before + 1));
    lock.release();
  }
} else {
  await acquireLock(lockFile);
  process.stdout.write('held\n');
  // Its input ends when the test wants it to leave without a release.
  process.stdin.resume();
}

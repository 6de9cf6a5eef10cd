import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs, {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, suite, test, type TestContext } from 'node:test';
import { guardOf } from '../../../runners/src/engine/lock-file.ts';
import { acquireLock, silenceMilliseconds, type LockEffects } from '../../../runners/src/engine/lock.ts';
import { identifyProcess, lookUpProcess } from '../../../runners/src/engine/process-identity.ts';
import { UserError } from '../../../runners/src/schema/index.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paper-factory-lock-'));
  file = join(folder, 'locks', 'line-fit.lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const locks = () => readdirSync(join(folder, 'locks'));
const child = (...args: string[]) =>
  spawn(process.execPath, [join(import.meta.dirname, 'lock-child.ts'), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });

async function holder() {
  const process = child('hold', file);
  await once(process.stdout!, 'data');
  return process;
}

/** A process of some machine, with a clock that goes on only while it waits. */
function machine(host: string, pid = 100, ended: number[] = []) {
  let clock = 0;
  const looks: (() => void)[] = [];
  const effects: LockEffects = {
    self: { host, machine: `boot of ${host}`, pid, start: '7' },
    lookUp: (other) => (ended.includes(other) ? { runs: false } : { runs: true, start: '7' }),
    monotonic: () => clock,
    now: () => new Date('2026-01-01T00:00:00Z'),
    async pause(milliseconds) {
      clock += milliseconds;
      looks.shift()?.();
      await new Promise(setImmediate);
    },
  };
  return {
    effects,
    elapsed: () => clock,
    /** Does something at the next looks, one after another. */
    meanwhile: (...actions: (() => void)[]) => looks.push(...actions),
    leap: (milliseconds: number) => (clock += milliseconds),
  };
}

/** Waits with a clock that goes on, and gives up when nobody dead would have been waited for so long. */
function tryFor(waiting: ReturnType<typeof machine>, milliseconds: number) {
  const stop = new AbortController();
  const { pause } = waiting.effects;
  waiting.effects.pause = async (time) => {
    await pause(time);
    if (waiting.elapsed() > milliseconds) stop.abort(new Error('still held'));
  };
  return acquireLock(file, { effects: waiting.effects, signal: stop.signal });
}

/** Does something else at the next `link`. */
function onceInstead(t: TestContext, instead: typeof fs.linkSync): void {
  t.mock.method(fs, 'linkSync', instead, { times: 1 });
  syncBuiltinESMExports();
  t.after(() => syncBuiltinESMExports());
}

suite('a lock between real processes', { concurrency: 1 }, () => {
  test('no increment of eight processes is lost, and nothing is left', async () => {
    const counter = join(folder, 'counter');
    writeFileSync(counter, '0');
    const all = Array.from({ length: 8 }, () => child('count', file, counter, '20'));
    const codes = await Promise.all(all.map(async (one) => (await once(one, 'close'))[0] as number));
    assert.deepEqual(codes, Array(8).fill(0));
    assert.equal(readFileSync(counter, 'utf8'), '160');
    assert.deepEqual(locks(), []);
  });

  test('a holder that was killed is followed at once, and by one of those who wait only', async () => {
    const dead = await holder();
    const counter = join(folder, 'counter');
    writeFileSync(counter, '0');
    const waiting = [1, 2, 3].map(() => child('count', file, counter, '5'));
    dead.kill('SIGKILL');
    const codes = await Promise.all(waiting.map(async (one) => (await once(one, 'close'))[0] as number));
    assert.deepEqual(codes, [0, 0, 0]);
    assert.equal(readFileSync(counter, 'utf8'), '15');
    assert.deepEqual(locks(), []);
  });

  test('a process that ends without giving its lock back leaves none', async () => {
    const leaving = await holder();
    assert.deepEqual(locks(), ['line-fit.lock']);
    leaving.stdin!.end();
    await once(leaving, 'close');
    assert.deepEqual(locks(), []);
  });

  test('waiting tells once for whom, and can be stopped', async () => {
    const living = await holder();
    const stop = new AbortController();
    const told: (number | undefined)[] = [];
    const onWait = (owner: { pid: number } | null) => {
      told.push(owner?.pid);
      setTimeout(() => stop.abort(), 200);
    };
    await assert.rejects(acquireLock(file, { signal: stop.signal, onWait }), { name: 'AbortError' });
    assert.deepEqual(told, [living.pid]);
    assert.deepEqual(locks(), ['line-fit.lock']);
    living.stdin!.end();
    await once(living, 'close');
  });

  test('a second one of the same process waits for the first', async () => {
    const order: string[] = [];
    const first = await acquireLock(file);
    const second = acquireLock(file).then((lock) => {
      order.push('second');
      lock.release();
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    order.push('first');
    first.release();
    first.release();
    await second;
    assert.deepEqual(order, ['first', 'second']);
    assert.equal(first.held(), false);
  });
});

suite('whose holder is gone', () => {
  test('a pid that another process has now', async () => {
    const before = machine('a', 5);
    await acquireLock(file, { effects: before.effects });
    const after = machine('a', 6);
    after.effects.lookUp = () => ({ runs: true, start: '9' });
    assert.equal((await tryFor(after, 0)).owner.pid, 6);
  });

  test('a process that runs keeps it, however long it is stopped', async () => {
    await acquireLock(file, { effects: machine('a', 5).effects });
    await assert.rejects(tryFor(machine('a', 6), 10 * silenceMilliseconds), /still held/);
  });

  test('of another machine, by its silence and not sooner', async () => {
    await acquireLock(file, { effects: machine('a').effects });
    const other = machine('b', 100, [100]);
    const lock = await acquireLock(file, { effects: other.effects });
    assert.equal(lock.owner.host, 'b');
    assert.ok(other.elapsed() >= silenceMilliseconds && other.elapsed() < silenceMilliseconds + 2_000);
  });

  test('a machine of the same name, or a container beside this one, is another machine', async () => {
    await acquireLock(file, { effects: machine('a', 5).effects });
    const namesake = machine('a', 6, [5]);
    namesake.effects.self.machine = 'another boot';
    await acquireLock(file, { effects: namesake.effects });
    assert.ok(namesake.elapsed() >= silenceMilliseconds);
  });

  test('where the system does not tell when a process started, silence decides', async () => {
    await acquireLock(file, { effects: machine('a', 5).effects });
    const unsure = machine('a', 6);
    unsure.effects.lookUp = () => ({ runs: true, start: null });
    await acquireLock(file, { effects: unsure.effects });
    assert.ok(unsure.elapsed() >= silenceMilliseconds);
  });

  for (const [what, days] of [
    ['set back by a day', -1],
    ['a day ahead', 1],
  ] as const) {
    test(`a holder whose clock is ${what} and that touches its file lives`, async () => {
      await acquireLock(file, { effects: machine('a').effects });
      const waiting = machine('b');
      let seconds = 1_800_000_000 + days * 86_400;
      const beat = () => {
        seconds += days; // the clock may even run backwards
        utimesSync(file, seconds, seconds);
        for (let i = 0; i < 50; i++) waiting.meanwhile(() => {});
        waiting.meanwhile(beat);
      };
      waiting.meanwhile(beat);
      await assert.rejects(tryFor(waiting, 10 * silenceMilliseconds), /still held/);
    });

    test(`a dead holder whose clock was ${what} is followed as any other`, async () => {
      await acquireLock(file, { effects: machine('a').effects });
      utimesSync(file, 1_800_000_000 + days * 86_400, 1_800_000_000 + days * 86_400);
      const other = machine('b');
      await acquireLock(file, { effects: other.effects });
      assert.ok(other.elapsed() >= silenceMilliseconds && other.elapsed() < silenceMilliseconds + 2_000);
    });
  }

  test('a night that both machines slept is no silence', async () => {
    await acquireLock(file, { effects: machine('a').effects });
    const woken = machine('b');
    woken.meanwhile(() => woken.leap(8 * 3_600_000));
    await assert.rejects(tryFor(woken, 8 * 3_600_000 + silenceMilliseconds / 2), /still held/);
  });

  test('one holder after another is no silence, whatever their clocks say', async () => {
    const { owner } = await acquireLock(file, { effects: machine('a').effects });
    const text = readFileSync(file, 'utf8');
    const waiting = machine('b');
    let count = 0;
    const follow = () => {
      writeFileSync(file, text.replace(owner.token, `token ${count++}`));
      utimesSync(file, 1, 1);
      for (let i = 0; i < 50; i++) waiting.meanwhile(() => {});
      waiting.meanwhile(follow);
    };
    waiting.meanwhile(follow);
    await assert.rejects(tryFor(waiting, 3 * silenceMilliseconds), /still held/);
  });

  for (const [what, text] of [
    ['empty', ''],
    ['half written', '{"host":"a","pid":'],
    ['of somebody else', '{"pid": "many"}'],
  ] as const) {
    test(`a lock file that is ${what} is followed after its silence`, async () => {
      mkdirSync(join(folder, 'locks'));
      writeFileSync(file, text);
      const waiting = machine('b');
      const told: unknown[] = [];
      await acquireLock(file, { effects: waiting.effects, onWait: (owner) => told.push(owner) });
      assert.deepEqual(told, [null]);
      assert.ok(waiting.elapsed() >= silenceMilliseconds);
      assert.deepEqual(locks(), ['line-fit.lock']);
    });
  }
});

suite('taking over', () => {
  test('of many who judge one lock stale, one at a time holds it', async () => {
    await acquireLock(file, { effects: machine('a', 5).effects });
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 6 }, async (_, i) => {
        const lock = await acquireLock(file, { effects: machine('a', 10 + i, [5]).effects });
        most = Math.max(most, ++inside);
        assert.equal(lock.held(), true);
        await new Promise(setImmediate);
        inside--;
        lock.release();
      }),
    );
    assert.equal(most, 1);
    assert.deepEqual(locks(), []);
  });

  test('what another process makes between the judgement and the removal stays', async (t) => {
    const dead = await acquireLock(file, { effects: machine('a', 5).effects });
    const stale = readFileSync(file, 'utf8');
    const link = fs.linkSync;
    const next = stale.replace(dead.owner.token, 'next').replace('"pid":5', '"pid":6');
    // Just before this process gets the right to remove what it judged, another one has been through with it.
    onceInstead(t, (from, to) => {
      assert.equal(to, guardOf(file, stale));
      rmSync(file);
      writeFileSync(file, next);
      link(from, to);
    });
    await assert.rejects(tryFor(machine('a', 7, [5]), 5_000), /still held/);
    assert.equal(readFileSync(file, 'utf8'), next);
    assert.deepEqual(locks(), ['line-fit.lock']);
  });

  test('a holder that is touched between the judgement and the removal keeps it', async (t) => {
    await acquireLock(file, { effects: machine('a', 5).effects });
    const link = fs.linkSync;
    onceInstead(t, (from, to) => {
      utimesSync(file, 1, 1);
      link(from, to);
    });
    await assert.rejects(tryFor(machine('b'), 1.5 * silenceMilliseconds), /still held/);
  });

  test('one that was killed while it took over is followed as well', async () => {
    await acquireLock(file, { effects: machine('a', 5).effects });
    const guard = guardOf(file, readFileSync(file, 'utf8'));
    const taker = join(folder, 'taker');
    await acquireLock(taker, { effects: machine('a', 6).effects });
    fs.renameSync(taker, guard);
    const lock = await tryFor(machine('a', 7, [5, 6]), 0);
    assert.equal(lock.held(), true);
    assert.deepEqual(locks(), ['line-fit.lock']);
  });

  test('what another process makes while a lock is given back stays', async (t) => {
    const lock = await acquireLock(file, { effects: machine('a', 5).effects });
    const next = readFileSync(file, 'utf8').replace(lock.owner.token, 'next');
    const link = fs.linkSync;
    onceInstead(t, (from, to) => {
      writeFileSync(file, next);
      link(from, to);
    });
    lock.release();
    assert.equal(readFileSync(file, 'utf8'), next);
  });

  test('a holder that slept too long notices, and leaves the lock of its follower', async () => {
    const slept = await acquireLock(file, { effects: machine('a').effects });
    assert.equal(slept.held(), true);
    const follower = await acquireLock(file, { effects: machine('b').effects });
    assert.equal(slept.held(), false);
    slept.release();
    assert.equal(follower.held(), true);
    follower.release();
    assert.deepEqual(locks(), []);
  });

  test('to ask whether it is held shows those who wait that the holder lives', async () => {
    const living = machine('a');
    const lock = await acquireLock(file, { effects: living.effects });
    const waiting = machine('b');
    const beat = () => {
      living.effects.now = () => new Date(waiting.elapsed());
      assert.equal(lock.held(), true);
      for (let i = 0; i < 50; i++) waiting.meanwhile(() => {});
      waiting.meanwhile(beat);
    };
    waiting.meanwhile(beat);
    await assert.rejects(tryFor(waiting, 3 * silenceMilliseconds), /still held/);
  });
});

suite('file systems', () => {
  test('one that knows no links', async (t) => {
    const refuse = () => {
      throw Object.assign(new Error('no links'), { code: 'EPERM' });
    };
    t.mock.method(fs, 'linkSync', refuse);
    syncBuiltinESMExports();
    t.after(syncBuiltinESMExports);
    const dead = await acquireLock(file, { effects: machine('a', 5).effects });
    assert.equal(dead.held(), true);
    const next = await tryFor(machine('a', 6, [5]), 0);
    assert.deepEqual([dead.held(), next.held()], [false, true]);
    next.release();
    assert.deepEqual(locks(), []);
  });

  test('an answer of the server that got lost', async (t) => {
    const link = fs.linkSync;
    onceInstead(t, (from, to) => {
      link(from, to);
      link(from, to);
    });
    const lock = await tryFor(machine('a'), 0);
    assert.equal(lock.held(), true);
    assert.deepEqual(locks(), ['line-fit.lock']);
  });

  const mayMount = process.platform === 'linux' && process.getuid?.() === 0;
  const skip = !mayMount && 'only root may mount a tmpfs';

  /** Puts a small file system where the locks lie. */
  async function mounted(options: string, use: () => Promise<void>): Promise<void> {
    const at = join(folder, 'locks');
    mkdirSync(at);
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'none', at]);
    try {
      await use();
    } finally {
      execFileSync('umount', [at]);
    }
  }

  for (const below of ['line-fit.lock', 'not/there/line-fit.lock']) {
    test(`a folder that is mounted read-only: ${below}`, { skip }, () =>
      mounted('ro', () =>
        assert.rejects(acquireLock(join(folder, 'locks', below)), (error: UserError) => {
          assert.ok(error instanceof UserError);
          assert.match(error.message, /^could not write .*line-fit\.lock \(EROFS\)$/);
          assert.match(error.hint, /read-only/);
          return true;
        }),
      ),
    );
  }

  test('a disk that is full, and gets full while the lock is held', { skip }, () =>
    mounted('size=64k', async () => {
      const ballast = join(folder, 'locks', 'ballast');
      const fill = () => assert.throws(() => writeFileSync(ballast, Buffer.alloc(1 << 20)), { code: 'ENOSPC' });
      fill();
      await assert.rejects(acquireLock(file), { name: 'UserError', message: /\(ENOSPC\)$/, hint: /The disk is full/ });
      assert.deepEqual(locks(), ['ballast']);
      rmSync(ballast);
      const lock = await acquireLock(file);
      fill();
      assert.equal(lock.held(), true);
      lock.release();
      assert.deepEqual(locks(), ['ballast']);
    }),
  );

  test('a folder that somebody has removed stays away', async () => {
    const lock = await acquireLock(file);
    rmSync(join(folder, 'locks'), { recursive: true });
    assert.equal(lock.held(), false);
    lock.release();
    assert.equal(existsSync(join(folder, 'locks')), false);
  });
});

suite('which process', { skip: process.platform !== 'linux' && 'looks into /proc' }, () => {
  test('this one runs and started at some time', () => {
    const { pid, start, machine } = identifyProcess();
    assert.match(start!, /^\d+$/);
    assert.match(machine!, /^[0-9a-f-]{36} pid:\[\d+\]$/);
    assert.deepEqual(lookUpProcess(pid), { runs: true, start });
  });

  test('one that has ended, and one that nobody has buried', async () => {
    const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const zombie = Number(await once(parent.stdout!, 'data'));
    while (!/\) Z /.test(readFileSync(`/proc/${zombie}/stat`, 'utf8'))) await new Promise(setImmediate);
    assert.deepEqual(lookUpProcess(zombie), { runs: false });
    assert.equal(lookUpProcess(parent.pid!).runs, true);
    parent.kill('SIGKILL');
    await once(parent, 'close');
    assert.deepEqual(lookUpProcess(parent.pid!), { runs: false });
  });
});

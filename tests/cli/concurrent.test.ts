import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { events, launcher, scratchRoot } from './scratch-root.ts';

type Lab = ReturnType<typeof scratchRoot>;
type Event = Record<string, unknown>;
const args = ['reproduce', 'line-fit', '--profile', 'default', '--threads', '1', '--json'];
const config = 'experiments/line-fit/config.yaml';
const outcome = 'assets/results/line-fit/default/outcome.json';
const lock = '.factory/locks/line-fit.default.lock';

/** A stale result of three runs, each long enough to be stopped in the middle. */
function slowLab(t: TestContext): Lab {
  const lab = scratchRoot(t);
  lab.edit(config, 'points: 64', 'points: 20000');
  lab.edit(config, 'steps: 40', 'steps: 1500');
  return lab;
}

/** Outcomes and figures; a provenance tells of durations and dates. */
const bytes = (lab: Lab) =>
  Object.fromEntries(Object.entries(lab.digests('assets')).filter(([file]) => !file.endsWith('provenance.json')));

/** What one reproduce alone makes of the slow lab, once for all tests. */
let alone: Promise<Record<string, string>> | undefined;
function expected(t: TestContext): Promise<Record<string, string>> {
  alone ??= (async () => {
    const lab = slowLab(t);
    assert.equal((await lab.run(...args)).code, 0);
    return bytes(lab);
  })();
  return alone;
}

/** A reproduce that goes on beside the test. */
function start(lab: Lab) {
  const child: ChildProcess = spawn(process.execPath, [launcher, ...args, '--root', lab.root], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const seen: Event[] = [];
  const watchers = new Set<() => void>();
  createInterface({ input: child.stdout! }).on('line', (text) => {
    seen.push(JSON.parse(text) as Event);
    for (const look of watchers) look();
  });
  const end = once(child, 'close').then(([code]) => code as number | null);
  return {
    seen,
    end,
    seeds: (status: string) =>
      seen.filter((event) => event.event === 'run' && event.status === status).map(({ seed }) => seed),
    /** Resolves with the first event of a kind. */
    event: (kind: string) =>
      new Promise<Event>((resolve, reject) => {
        const look = () => {
          const found = seen.find((event) => event.event === kind);
          if (found) resolve(found);
        };
        watchers.add(look);
        look();
        void end.then(() => reject(new Error(`it ended without an event "${kind}": ${JSON.stringify(seen)}`)));
      }),
  };
}

/** Lets a process come to an event and no further, however fast the machine is. @returns its pid: it is no launcher. */
async function stopHolder(lab: Lab, one: ReturnType<typeof start>, kind: string): Promise<number> {
  await one.event(kind);
  const { pid } = JSON.parse(lab.read(lock)) as { pid: number };
  process.kill(pid, 'SIGSTOP');
  return pid;
}

/** Whom a process waits for. */
const waitsFor = async (one: ReturnType<typeof start>) =>
  (await one.event('waiting')).owner as { pid: number; host: string; command: string; since: string };

suite('several at once on one root', { concurrency: 2 }, () => {
  test('two: each run is done once, and the second says whom it waits for', async (t) => {
    const good = await expected(t);
    const lab = slowLab(t);
    const first = start(lab);
    const pid = await stopHolder(lab, first, 'progress');
    const second = start(lab);
    const owner = await waitsFor(second);
    process.kill(pid, 'SIGCONT');
    assert.equal(owner.pid, pid);
    assert.match(owner.command, /^reproduce line-fit --profile default/);
    assert.deepEqual(await Promise.all([first.end, second.end]), [0, 0]);
    assert.deepEqual(first.seeds('ran').sort(), [1, 2, 3]);
    assert.deepEqual(second.seeds('ran'), []);
    assert.deepEqual(second.seeds('fresh'), [1, 2, 3]);
    assert.deepEqual(bytes(lab), good);
    assert.equal(lab.exists(lock), false);
  });

  test('three, of which one is killed in mid-run: the others end well, and no finished run is done again', async (t) => {
    const good = await expected(t);
    const lab = slowLab(t);
    const first = start(lab);
    const pid = await stopHolder(lab, first, 'run');
    const others = [start(lab), start(lab)];
    await Promise.all(others.map(waitsFor));
    process.kill(pid, 'SIGKILL');
    assert.notEqual(await first.end, 0);
    assert.deepEqual(await Promise.all(others.map(({ end }) => end)), [0, 0]);
    const ran = [first, ...others].flatMap((one) => one.seeds('ran'));
    assert.deepEqual(ran, [...new Set(ran)]);
    assert.ok(first.seeds('ran').length > 0 && ran.length <= 3);
    assert.deepEqual(bytes(lab), good);
  });

  test('a lock that a dead process left holds nobody up', async (t) => {
    const good = await expected(t);
    const lab = slowLab(t);
    const killed = start(lab);
    process.kill(await stopHolder(lab, killed, 'progress'), 'SIGKILL');
    await killed.end;
    assert.ok(lab.exists(lock));
    const { code, out } = await lab.run(...args);
    assert.equal(code, 0);
    assert.deepEqual(
      events(out).filter(({ event }) => event === 'waiting'),
      [],
    );
    assert.deepEqual(bytes(lab), good);
    assert.equal(lab.exists(lock), false);
  });
});

test('files of years to come and long ago are judged by their bytes', async (t) => {
  const lab = scratchRoot(t);
  assert.equal((await lab.run(...args)).code, 0);
  const before = bytes(lab);
  const files = readdirSync(lab.root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const [i, { parentPath, name }] of files.entries()) {
    const date = new Date(Date.UTC(i % 2 === 0 ? 1980 : 2080, 0, 1));
    utimesSync(join(parentPath, name), date, date);
  }
  assert.deepEqual(statusesOf((await lab.run(...args)).out), ['fresh', 'fresh', 'fresh']);
  lab.edit(config, 'points: 64', 'points: 65');
  assert.deepEqual(statusesOf((await lab.run(...args)).out), ['ran', 'ran', 'ran']);
  assert.notDeepEqual(bytes(lab), before);
});

const statusesOf = (out: string) =>
  events(out)
    .filter(({ event }) => event === 'run')
    .map(({ status }) => status);

/** Spoils the first file below a folder. */
function spoil(lab: Lab, folder: string, how: (file: string) => void): string {
  const [entry] = readdirSync(lab.path(folder), { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const file = join(entry.parentPath, entry.name);
  how(file);
  return file;
}

function flipOneBit(file: string): void {
  const spoilt = readFileSync(file);
  spoilt[spoilt.length >> 1] ^= 1;
  writeFileSync(file, spoilt);
}

test('a spoilt entry of the store is noticed, and its run alone is done again', async (t) => {
  const lab = scratchRoot(t);
  assert.equal((await lab.run(...args, '--force')).code, 0);
  const before = bytes(lab);
  for (const [folder, how] of [
    ['objects', flipOneBit],
    ['objects', (file) => truncateSync(file, 10)],
    ['runs', flipOneBit],
    ['runs', (file) => truncateSync(file, 0)],
  ] as [string, (file: string) => void][]) {
    const file = spoil(lab, `.factory/store/${folder}`, how);
    lab.remove(outcome);
    const { code, out } = await lab.run(...args);
    assert.equal(code, 0);
    const corrupted = events(out).filter(({ event }) => event === 'corrupted');
    assert.deepEqual(
      corrupted.map((event) => event.file),
      [file],
    );
    assert.deepEqual(statusesOf(out).sort(), ['kept', 'kept', 'ran']);
    assert.deepEqual(bytes(lab), before);
  }
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { events, repository, scratchRoot, type CliResult } from './scratch-root.ts';

type Lab = ReturnType<typeof scratchRoot>;
const page = 4096;

/** Mounts something at a folder while it is used. */
async function mounted(mount: string[], at: string, use: () => Promise<void>): Promise<void> {
  execFileSync('mount', [...mount, at]);
  try {
    await use();
  } finally {
    execFileSync('umount', ['--lazy', at]);
  }
}

/** Puts a folder of a root on a small disk of its own, with what was in it. */
async function onSmallDisk(lab: Lab, folder: string, use: (disk: Disk) => Promise<void>) {
  const at = lab.path(folder);
  mkdirSync(at, { recursive: true });
  const before = mkdtempSync(join(tmpdir(), 'paper-factory-before-'));
  cpSync(at, before, { recursive: true });
  await mounted(['-t', 'tmpfs', '-o', 'size=16m', 'none'], at, async () => {
    cpSync(before, at, { recursive: true });
    rmSync(before, { recursive: true });
    await use(disk(at));
  });
}

type Disk = ReturnType<typeof disk>;

function disk(at: string) {
  const ballast = join(at, 'ballast');
  return {
    /** Leaves room for so many bytes. */
    fill(room = 0) {
      assert.throws(() => writeFileSync(ballast, Buffer.alloc(32 << 20)), { code: 'ENOSPC' });
      const taken = Number(execFileSync('stat', ['--format', '%s', ballast], { encoding: 'utf8' }));
      truncateSync(ballast, taken - Math.ceil(room / page) * page);
    },
    free: () => rmSync(ballast),
  };
}

/** A root whose result is stale. */
function staleLab(t: TestContext): Lab {
  const lab = scratchRoot(t);
  lab.edit('experiments/line-fit/config.yaml', 'points: 64', 'points: 65');
  return lab;
}

/** A root with a network that keeps simulated data, and a checkpoint after 500 steps and at the end. */
function trainingLab(t: TestContext): Lab {
  const lab = scratchRoot(t);
  for (const id of ['spectra-dataset', 'spectra-mlp'])
    cpSync(join(repository, 'experiments', id), lab.path(`experiments/${id}`), { recursive: true });
  const config = 'experiments/spectra-mlp/config.yaml';
  lab.edit(config, 'hidden: [16], epochs: 40, batchSize: 64', 'hidden: [64], epochs: 200, batchSize: 64');
  lab.edit(config, 'sweep: { snr: [5, 10] }', 'sweep: { snr: [5] }');
  return lab;
}

const line = ['reproduce', 'line-fit', '--profile', 'default', '--json'];
const training = ['reproduce', 'spectra-mlp', '--profile', 'smoke', '--json'];
const results = 'assets/results/line-fit/default';

/** What must not depend on how often the disk was full; durations and dates do. */
const bytes = (lab: Lab) =>
  Object.fromEntries(
    Object.entries(lab.digests('assets')).filter(([file]) => !/(provenance\.json|ballast)$/.test(file)),
  );

/** What a reproduce on a good disk makes, once for all tests. */
const onGoodDisk = new Map<typeof staleLab, Promise<Record<string, string>>>();
function expected(t: TestContext, make: typeof staleLab, args: string[]) {
  const made = onGoodDisk.get(make) ?? reproduceOn(make(t), args);
  onGoodDisk.set(make, made);
  return made;
}
async function reproduceOn(lab: Lab, args: string[]) {
  const { code, err } = await lab.run(...args);
  assert.equal(code, 0, err);
  return bytes(lab);
}

/** One thing that went wrong, told in one line; what only rests on it is named beside it. */
function assertOneError({ code, out, err }: CliResult, ...message: RegExp[]): void {
  assert.equal(code, 1, err);
  assert.doesNotMatch(out + err, /This is a bug|\n +at |memory runs out/);
  const last = events(out).at(-1)!;
  assert.equal(last.event, 'summary', out);
  const failures = last.failures as { id: string; reason: string }[];
  const [failure, ...others] = failures.filter(({ reason }) => !/^upstream \S+ failed$/.test(reason));
  assert.deepEqual(others, []);
  for (const each of message) assert.match(failure.reason, each);
}

const mayMount = process.platform === 'linux' && process.getuid?.() === 0;
const skip = !mayMount && 'only root may mount a file system';
const full = /could not write .*\(ENOSPC\)\. The disk is full/;

suite(
  'a full disk: one error that names the file, nothing lost, and the same bytes later',
  { concurrency: 2, skip },
  () => {
    test('at one place after another', async (t) => {
      const good = await expected(t, staleLab, line);
      const lab = staleLab(t);
      const before = bytes(lab);
      for (const [folder, file] of [
        ['.factory/locks', /line-fit\.default\.lock/],
        ['.factory/store', /\.factory\/store/],
        ['assets/results', /outcome\.json/],
      ] as const) {
        await onSmallDisk(lab, folder, async (disk) => {
          disk.fill();
          assertOneError(await lab.run(...line), full, file);
          disk.free();
          assert.deepEqual(bytes(lab), before);
        });
      }
      await onSmallDisk(lab, 'assets/figures', async (disk) => {
        disk.fill();
        assertOneError(await lab.run(...line), full, /\.(svg|vl\.json)/);
        disk.free();
        assert.deepEqual(await reproduceOn(lab, line), good);
      });
    });

    test('with room for an outcome and none for its provenance', async (t) => {
      const good = await expected(t, staleLab, line);
      const lab = staleLab(t);
      const size = lab.read(`${results}/outcome.json`).length;
      lab.remove(results);
      await onSmallDisk(lab, 'assets/results', async (disk) => {
        disk.fill(size);
        assertOneError(await lab.run(...line), full, /provenance\.json/);
        assert.equal(lab.exists(`${results}/outcome.json`), true);
        assert.equal(lab.exists(`${results}/provenance.json`), false);
        const { out } = await lab.run('reproduce', '--list', 'line-fit', '--profile', 'default', '--json');
        assert.notEqual(events(out)[0].status, 'fresh');
        disk.free();
        assert.deepEqual(await reproduceOn(lab, line), good);
      });
    });

    test('for simulated data, then for checkpoints, and for the second of them in mid-training', async (t) => {
      const good = await expected(t, trainingLab, training);
      const lab = trainingLab(t);
      await onSmallDisk(lab, '.factory/cache', async (disk) => {
        disk.fill();
        assertOneError(await lab.run(...training), full, /\.factory\/cache/);
      });
      await onSmallDisk(lab, '.factory/checkpoints', async (disk) => {
        disk.fill();
        assertOneError(await lab.run(...training), full, /\.checkpoint/);
        disk.free();
        disk.fill(60_000); // the first one takes 41 kB and the second 52 kB beside it
        assertOneError(await lab.run(...training), full, /latest\.checkpoint/);
        const kept = Object.keys(lab.digests('.factory/checkpoints'));
        assert.equal(kept.filter((file) => file.endsWith('latest.checkpoint')).length, 1);
        disk.free();
        assert.deepEqual(await reproduceOn(lab, training), good);
      });
    });
  },
);

suite('.factory elsewhere', { concurrency: 2 }, () => {
  test('on another file system than the root', { skip }, async (t) => {
    const good = await expected(t, staleLab, line);
    const lab = staleLab(t);
    lab.remove('.factory');
    await onSmallDisk(lab, '.factory', async () => assert.deepEqual(await reproduceOn(lab, line), good));
  });

  test('behind a link', async (t) => {
    const good = await expected(t, staleLab, line);
    const lab = staleLab(t);
    const elsewhere = mkdtempSync(join(tmpdir(), 'paper-factory-elsewhere-'));
    t.after(() => rmSync(elsewhere, { recursive: true }));
    lab.remove('.factory');
    symlinkSync(elsewhere, lab.path('.factory'));
    assert.deepEqual(await reproduceOn(lab, line), good);
  });
});

suite('a root that is mounted read-only', { skip }, () => {
  const readOnly = (lab: Lab, use: () => Promise<void>) =>
    mounted(['--bind', lab.root], lab.root, async () => {
      execFileSync('mount', ['-o', 'remount,bind,ro', lab.root]);
      await use();
    });

  test('may be looked at', async (t) => {
    const lab = staleLab(t);
    await readOnly(lab, async () => {
      const { code, out } = await lab.run('reproduce', '--list', '--profile', 'default', '--json');
      assert.equal(code, 0);
      assert.deepEqual(
        events(out)
          .filter(({ seed }) => seed === 1)
          .map(({ id, status }) => [id, status]),
        [
          ['line-fit', 'stale'],
          ['slope-error', 'stale'],
        ],
      );
    });
  });

  test('needs nothing where everything is fresh', async (t) => {
    const lab = scratchRoot(t);
    await reproduceOn(lab, line);
    await readOnly(lab, async () => assert.equal((await lab.run(...line)).code, 0));
  });

  test('takes no result: one error, and all is as it was', async (t) => {
    const lab = staleLab(t);
    const before = lab.snapshot('assets');
    await readOnly(lab, async () => {
      assertOneError(await lab.run(...line), /could not write .*\(EROFS\)/);
      assert.deepEqual(lab.snapshot('assets'), before);
    });
  });

  test('cannot be verified without a scratch folder: one error', async (t) => {
    const lab = staleLab(t);
    await readOnly(lab, async () => {
      const { code, err } = await lab.run('reproduce', '--verify', 'line-fit', '--profile', 'default');
      assert.equal(code, 1);
      assert.match(err, /^error: could not write .*\(EROFS\)\n +\S/);
      assert.doesNotMatch(err, /This is a bug/);
    });
  });
});

import assert from 'node:assert/strict';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { after, suite, test } from 'node:test';
import { UserError } from '../../../runners/src/schema/user-error.ts';
import { largestFileMiB } from '../../../runners/src/trackers/files.ts';
import { readTracked, trackers } from '../../../runners/src/trackers/index.ts';
import type { TrackedRun, TrackerName } from '../../../runners/src/trackers/tracker.ts';

export const fixtures = resolve(import.meta.dirname, '..', '..', 'fixtures', 'trackers');

/** Places at which a log is cut and damaged. */
const probes = 120;

interface Expected {
  metrics: Record<string, number>;
  unusable: string[];
  lastStep: number;
  curves: Record<string, { steps: number[]; values: number[] }>;
  params: TrackedRun['params'];
}

const expected = JSON.parse(readFileSync(join(fixtures, 'expected.json'), 'utf8')) as Record<string, Expected>;

/** What a format can say, and where its scalars stand. */
export interface TrackerCase {
  tracker: TrackerName;
  /** Folder of the fixtures. */
  folder: string;
  /** What a user names, below the folder of the fixture: a file, or nothing for the folder. */
  path?: string;
  /** File that holds the scalars, as the end of its path. */
  log: string;
  keepsParams: boolean;
  keepsSteps: boolean;
  /** Whether every byte of the log is under a checksum. */
  checksums: boolean;
  /** Whether NaN cannot be told from a broken file. */
  refusesNaN?: boolean;
  tool: RegExp | null;
}

/** A folder for spoilt copies, which goes when the tests of the suite have ended. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'paper-factory-trackers-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function fileBelow(folder: string, end: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return files.find((file) => file.endsWith(end))!;
}

/** What was read, or null where the error is one for users; any other error fails the test. */
function readOrRefuse(path: string, tracker: TrackerName): TrackedRun | null {
  try {
    return readTracked(path, tracker);
  } catch (error) {
    if (error instanceof UserError && error.message.includes(basename(path)) && error.hint !== '') return null;
    throw error;
  }
}

const byName = (run: TrackedRun) => ({
  metrics: Object.fromEntries(run.metrics.map(({ name, value }) => [name, value])),
  curves: Object.fromEntries(run.curves.map(({ name, steps, values }) => [name, { steps, values }])),
});

/** How every reader behaves, whatever the format. */
export function testTracker(format: TrackerCase): void {
  const { tracker, log } = format;
  const pathOf = (folder: string) => join(folder, format.path ?? '');
  const fixture = (run: string) => pathOf(join(fixtures, format.folder, run));

  suite(`the reader of ${format.folder}`, () => {
    const scratch = scratchFolder();
    /** A copy of a fixture, and its log. */
    const copy = (name: string) => {
      const folder = join(scratch, name);
      cpSync(join(fixtures, format.folder, 'run'), folder, { recursive: true });
      return { path: pathOf(folder), log: fileBelow(folder, log) };
    };

    test('is found out by names of files', () => {
      const found = Object.values(trackers).filter((one) => one.recognises(fixture('run')));
      assert.deepEqual(
        found.map(({ name }) => name),
        [tracker],
      );
    });

    test('finds every scalar with its course', () => {
      const run = readTracked(fixture('run'));
      const { metrics, curves, params, lastStep } = expected.run;
      assert.deepEqual(byName(run), { metrics, curves });
      assert.deepEqual(run.params, format.keepsParams ? params : {});
      assert.deepEqual([...new Set(run.metrics.map(({ step }) => step))], [format.keepsSteps ? lastStep : null]);
      assert.deepEqual(run.metrics.map(({ label }) => label).sort(), ['train/loss', 'val/R2', 'val/loss']);
      assert.deepEqual([run.unusable, run.notes], [[], []]);
      if (format.tool) assert.match(run.tool!, format.tool);
      else assert.equal(run.tool, null);
    });

    test('sets a metric apart that ended as NaN', () => {
      if (format.refusesNaN) {
        assert.throws(
          () => readTracked(fixture('diverged')),
          /metrics\.json:4: metrics\.val\/loss is NaN; expected a finite/,
        );
        return;
      }
      const run = readTracked(fixture('diverged'));
      const { metrics, unusable } = expected.diverged;
      assert.deepEqual(byName(run).metrics, metrics);
      assert.deepEqual(
        run.unusable.map(({ name, value }) => [name, value]),
        unusable.map((name) => [name, 'NaN']),
      );
      assert.match(run.notes.join(), /1 of 3 points of "val\/loss" are not finite/);
    });

    test('refuses a log that is too large, and names it', () => {
      const { path, log: file } = copy('large');
      truncateSync(file, largestFileMiB * 1024 * 1024 + 1);
      assert.throws(
        () => readTracked(path, tracker),
        (error: UserError) => {
          assert.ok(error.message.includes(`${file} has 257 MiB; at most 256 MiB`), error.message);
          return true;
        },
      );
    });

    test('refuses an empty log and an empty folder', () => {
      const { path, log: file } = copy('empty');
      truncateSync(file, 0);
      const rest = readOrRefuse(path, tracker);
      assert.equal(rest?.metrics.some(({ label }) => file.includes(label)) ?? false, false);
      mkdirSync(join(scratch, 'nothing'));
      assert.equal(readOrRefuse(join(scratch, 'nothing'), tracker), null);
    });

    test('reads what is whole of a log that is cut anywhere, or refuses it', () => {
      const { path, log: file } = copy('cut');
      const bytes = readFileSync(file);
      const whole = byName(readTracked(path, tracker)).curves;
      let read = 0;
      for (let length = 1; length < bytes.length; length += 1 + Math.floor(bytes.length / probes)) {
        writeFileSync(file, bytes.subarray(0, length));
        const run = readOrRefuse(path, tracker);
        if (!run) continue;
        read += 1;
        for (const { name, steps, values } of run.curves) {
          const full = whole[name];
          // The last number of a text may itself be cut; the reader says so then.
          const sure: number = format.checksums || run.notes.length === 0 ? steps.length : steps.length - 1;
          assert.deepEqual(
            [steps.slice(0, sure), values.slice(0, sure)],
            [full.steps.slice(0, sure), full.values.slice(0, sure)],
          );
        }
      }
      assert.equal(read > 0, tracker !== 'metrics-json');
    });

    test('takes no damaged byte for data', () => {
      const { path, log: file } = copy('damaged');
      const bytes = readFileSync(file);
      const whole = readTracked(path, tracker);
      for (let at = 0; at < bytes.length; at += 1 + Math.floor(bytes.length / probes)) {
        const damaged = Uint8Array.from(bytes);
        damaged[at] ^= 0x15;
        writeFileSync(file, damaged);
        const run = readOrRefuse(path, tracker);
        if (run && format.checksums && run.notes.length === 0) assert.deepEqual(run, whole, `byte ${at}`);
      }
    });
  });
}

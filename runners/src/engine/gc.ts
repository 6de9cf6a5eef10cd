import { lstatSync, readFileSync, rmSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../schema/index.ts';
import { createObjectStore, entriesOf } from './object-store.ts';
import { blobsOf, isEntryName, isRunKey, parseManifest } from './run-manifest.ts';
import { removeEmpty, temporaryFolder } from './store-files.ts';

/** Where things lie that may be removed. */
export interface GarbageFolders {
  /** Blobs and measurements, e.g. `.factory/store`. */
  store: string;
  /** Checkpoints of unfinished runs: `<id>/<profile>/<run key>/`. */
  checkpoints: string;
  /** Bytes that are expensive to make: `<module>/<state of the module>/`. */
  data: string;
  /** What lives as long as one run or one verification. */
  work: string;
  /** Scripts, logs and records of what was submitted to a cluster: `<date>/`. */
  slurm: string;
}

export interface GarbageOptions {
  /** Run keys that current configs have; what belongs to them stays. */
  live: ReadonlySet<string>;
  /** Days that measurements and checkpoints of other keys stay. Default 0. */
  keepDays?: number;
  /** Only count. */
  dryRun?: boolean;
  now: Date;
}

export const garbageKinds = ['runs', 'blobs', 'checkpoints', 'data', 'work', 'slurm', 'temporary'] as const;
export type GarbageKind = (typeof garbageKinds)[number];

interface Amount {
  count: number;
  bytes: number;
}

/** What went, or would go, and what stays. */
export type GarbageReport = Record<GarbageKind, { removed: Amount; kept: Amount }>;

const hour = 3_600_000;
const day = 24 * hour;
/** A running process may be about to refer to what is younger, or to write it. */
const youngAge = hour;
/** A run may work for hours before it writes anything. */
const workAge = day;
/** Data that no run made for so long are made again when one needs them. */
const dataDays = 30;
/** A job may wait for weeks, and reads what was submitted when it starts. */
const slurmDays = 30;

/**
 * Removes measurements and checkpoints of keys that no config has any more, blobs that no measurement refers to, data of
 * older states of the code, and what killed processes left. Nothing that a running process writes is removed: blobs,
 * checkpoints, data and temporary files stay for an hour after they were last written or asked for, work for a day, and
 * what was submitted to a cluster for a month.
 * @throws {UserError} where something may not be removed; what is still there stays whole.
 */
export function collectGarbage(folders: GarbageFolders, options: GarbageOptions): GarbageReport {
  const { live, keepDays = 0, dryRun = false, now } = options;
  const amounts = () => ({ removed: { count: 0, bytes: 0 }, kept: { count: 0, bytes: 0 } });
  const report = Object.fromEntries(garbageKinds.map((kind) => [kind, amounts()])) as GarbageReport;
  const ageOf = (modified: number): number => now.getTime() - modified;

  const count = (kind: GarbageKind, bytes: number, path: string | null): void => {
    const amount = report[kind][path === null ? 'kept' : 'removed'];
    amount.count += 1;
    amount.bytes += bytes;
    if (path !== null && !dryRun) remove(path);
  };

  // Measurements come before blobs, so that a blob is looked at when all that may refer to it is known.
  const referred = new Set<string>();
  for (const [folder, key] of below(join(folders.store, 'runs'), 2)) {
    if (!isRunKey(key)) continue;
    for (const name of entriesOf(folder).filter(isEntryName)) {
      const file = join(folder, name);
      const stats = statOf(file);
      if (!stats) continue;
      const manifest = parseManifest(readFileSync(file, 'utf8'));
      const wanted = live.has(key) || ageOf(stats.mtimeMs) < keepDays * day;
      const stays = manifest === null ? ageOf(stats.mtimeMs) < youngAge : wanted;
      count('runs', stats.size, stays ? null : file);
      if (stays && manifest) blobsOf(manifest).forEach((digest) => referred.add(digest));
    }
    if (!dryRun) removeEmpty(folder);
  }

  const objects = createObjectStore(folders.store);
  for (const digest of objects.list()) {
    const stats = statOf(objects.path(digest));
    if (!stats) continue;
    const stays = referred.has(digest) || ageOf(stats.mtimeMs) < youngAge;
    count('blobs', stats.size, stays ? null : objects.path(digest));
  }

  for (const [folder, key] of below(folders.checkpoints, 3)) {
    const { bytes, modified } = sizeOf(folder);
    const stays = live.has(key) || ageOf(modified) < Math.max(youngAge, keepDays * day);
    count('checkpoints', bytes, stays ? null : folder);
    if (!dryRun) removeEmpty(join(folder, '..'));
  }

  for (const [module] of below(folders.data, 1)) {
    const states = entriesOf(module).map((state) => ({ state, ...sizeOf(join(module, state)) }));
    const newest = Math.max(...states.map(({ modified }) => modified));
    for (const { state, bytes, modified } of states) {
      const stays = ageOf(modified) < (modified === newest ? dataDays * day : youngAge);
      count('data', bytes, stays ? null : join(module, state));
    }
    if (!dryRun) removeEmpty(module);
  }

  const leftovers = [
    ['work', folders.work, workAge],
    ['slurm', folders.slurm, slurmDays * day],
    ['temporary', temporaryFolder(folders.store), youngAge],
  ] as const;
  for (const [kind, folder, atLeast] of leftovers) {
    for (const [path] of below(folder, 1)) {
      const { bytes, modified } = sizeOf(path);
      count(kind, bytes, ageOf(modified) < atLeast ? null : path);
    }
  }
  return report;
}

/** Paths so many levels below a folder, with their last names. */
function* below(folder: string, levels: number): Generator<[path: string, name: string]> {
  for (const name of entriesOf(folder)) {
    const path = join(folder, name);
    if (levels === 1) yield [path, name];
    else yield* below(path, levels - 1);
  }
}

/** Null where another process removed it. A link is not followed. */
function statOf(path: string): Stats | null {
  return lstatSync(path, { throwIfNoEntry: false }) ?? null;
}

/** Bytes of a file or folder, and when anything in it was last written, in ms since 1970. */
function sizeOf(path: string): { bytes: number; modified: number } {
  const stats = statOf(path);
  if (!stats) return { bytes: 0, modified: 0 };
  if (!stats.isDirectory()) return { bytes: stats.size, modified: stats.mtimeMs };
  return entriesOf(path)
    .map((name) => sizeOf(join(path, name)))
    .reduce((sum, { bytes, modified }) => ({ bytes: sum.bytes + bytes, modified: Math.max(sum.modified, modified) }), {
      bytes: 0,
      modified: stats.mtimeMs,
    });
}

function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch (error) {
    throw new UserError(`could not remove ${path} (${(error as NodeJS.ErrnoException).code})`, {
      hint: 'Check who owns it, then run `paper-factory gc` again; nothing that is in use was removed.',
      cause: error,
    });
  }
}

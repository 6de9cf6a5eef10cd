import { existsSync } from 'node:fs';
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { experimentConfigSchema, slug, UserError, type ProfileName } from '@paper-factory/runners/schema';
import { importedResult, type DigestedRun } from '@paper-factory/runners/trackers';
import { stringify } from 'yaml';
import type { LoadedRoot } from '../content/types.ts';
import { draftLog } from './draft-log.ts';

export interface ImportOptions {
  id?: string;
  title?: string;
  suite?: string;
  track?: string;
}

/** Files of an import, by path inside the root, and what they are about. */
export interface ImportPlan {
  id: string;
  files: Map<string, string>;
  metrics: string[];
  curves: number;
}

const toSlug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\.[a-z]+$/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');

function idOf(run: DigestedRun, wanted: string | undefined): string {
  const id = wanted ?? toSlug(run.name);
  if (slug.safeParse(id).success) return id;
  throw new UserError(wanted === undefined ? `no id can be made of the name "${run.name}"` : `"${id}" is no id`, {
    hint: 'Give one with --id: lower-case letters, digits and single hyphens.',
  });
}

/** @throws {UserError} that names the file of an experiment that is there. */
function checkFree({ root, experiments }: LoadedRoot, id: string): void {
  const named = [...experiments.values()].find(({ data }) => data.aliases.includes(id));
  const log = `content/experiments/${id}`;
  // What lies there counts, also where it has faults and was not loaded.
  const places = [
    `experiments/${id}/config.yaml`,
    `experiments/${id}`,
    `${log}.md`,
    `${log}.mdx`,
    `assets/results/${id}`,
  ];
  const taken = places.find((place) => existsSync(join(root, place))) ?? named?.file;
  if (taken === undefined) return;
  throw new UserError(`there is an experiment "${id}" already: ${taken}`, {
    hint: 'Give the import another id with --id. Nothing is ever overwritten.',
  });
}

/** Where it was read, for others to read: a path of this machine is none of their business. */
function pathFor(root: string, path: string): string {
  const inside = relative(root, path);
  const isInside = inside !== '' && !isAbsolute(inside) && inside.split(sep)[0] !== '..';
  return isInside ? inside.replaceAll(sep, '/') : basename(resolve(path));
}

/** Integer seeds begin at 1; a tracker that says none had one run. */
function seedOf({ params }: DigestedRun): number {
  const { seed } = params;
  return typeof seed === 'number' && Number.isSafeInteger(seed) && seed >= 1 ? seed : 1;
}

/**
 * What an import would write: config, results and the draft of a log.
 * @param path Absolute, what was read.
 * @param now Stands in for the date of a run that has none.
 * @throws {UserError} where nothing can be imported, or the id is taken.
 */
export function planImport(
  loaded: LoadedRoot,
  run: DigestedRun,
  path: string,
  options: ImportOptions,
  now: Date,
): ImportPlan {
  if (run.metrics.length === 0) {
    const faults = run.unusable.map(({ name, value, where }) => `${name} is ${value} (${where})`).join(', ');
    throw new UserError(`${path} has no finite metric: ${faults}`, { hint: 'A run that diverged has no result.' });
  }
  const id = idOf(run, options.id);
  checkFree(loaded, id);
  const track = options.track ?? null;
  if (track !== null && !loaded.tracks.has(track)) {
    const known = [...loaded.tracks.keys()].join(', ');
    throw new UserError(`there is no track "${track}"`, { hint: known ? `Known: ${known}.` : 'This root has none.' });
  }
  const { profile, committed, authors } = loaded.config;
  const suite = options.suite ?? 'imported';
  const title = options.title ?? `${run.name.replace(/\s+/g, ' ')}, imported from ${run.tracker}`;
  const source = { tracker: run.tracker, path: pathFor(loaded.root, path), digest: run.digest };
  const seed = seedOf(run);
  const date = run.date ?? now.toISOString();
  // The run had one size: it stands for every profile that is kept, so that what rests on it can be run at each.
  const profiles = [...new Set<ProfileName>([profile, ...committed])];
  const config = {
    ...{ schemaVersion: 1, id, suite, runner: 'imported', title, source, seeds: [seed], params: run.params },
    profiles: { smoke: {}, default: {}, ...(profiles.includes('full') ? { full: {} } : {}) },
    notes: { profiles: 'The run had one size; its numbers stand for every profile.' },
  };
  const checked = experimentConfigSchema.safeParse(config);
  if (!checked.success) {
    const [{ path: at, message }] = checked.error.issues;
    throw new UserError(`the import gives no valid config: ${at.join('.')} ${message}`, {
      hint: 'Give --suite, --id and --title as the guide "Bring in old runs" says.',
    });
  }
  const made = profiles.map((one) => importedResult(run, { id, profile: one, source, date, seed }));
  const log = draftLog({ id, title, suite, track, date: date.slice(0, 10), authors }, made[0].outcome, run);
  const files = new Map<string, string>();
  for (const { outcome, files: bytes } of made) {
    files.set(`assets/results/${id}/${outcome.profile}/outcome.json`, bytes.outcome);
    files.set(`assets/results/${id}/${outcome.profile}/provenance.json`, bytes.provenance);
  }
  files.set(`content/experiments/${id}.md`, log);
  files.set(`experiments/${id}/config.yaml`, stringify(config, { lineWidth: 0 }));
  const { metrics, curves } = made[0].outcome;
  return { id, files, metrics: metrics.map(({ name }) => name), curves: curves.length };
}

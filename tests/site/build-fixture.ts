import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import sirv from 'sirv';
import { createMeasurementStore } from '../../runners/src/engine/measurement-store.ts';
import { rememberMeasurement } from '../../runners/src/engine/measurements.ts';
import type { Executed, Measurements, Outcome } from '../../runners/src/schema/index.ts';

const tool = resolve(import.meta.dirname, '../..');

/** The root whose site is tested: `PF_FIXTURE_ROOT`, else the small one of the tests. */
export const fixtureRoot = resolve(process.env.PF_FIXTURE_ROOT ?? join(tool, 'tests/fixtures/minimal'));

/** A copy of a root in a temporary folder, without what a build leaves behind. */
export function copyRoot(from = fixtureRoot): string {
  const folder = mkdtempSync(join(tmpdir(), 'pf-site-'));
  const left = new Set(['dist', '.factory', 'node_modules', '.git']);
  cpSync(from, folder, {
    recursive: true,
    filter: (file) => resolve(file) === resolve(from) || !left.has(basename(file)),
  });
  return folder;
}

/**
 * Writes what else was measured for a result: an equal verification elsewhere, and another backend whose first value
 * differs in its last digits. Every page that shows measurements then has some.
 */
export function addMeasurements(root: string, id: string, profile: string): void {
  const results = join(root, 'assets', 'results');
  const read = (name: string): unknown => JSON.parse(readFileSync(join(results, id, profile, name), 'utf8'));
  const outcome = read('outcome.json') as Outcome;
  const { key, backend } = read('provenance.json') as Executed;
  const shifted = structuredClone(outcome);
  shifted.metrics[0].value += 1e-6;
  const about = { key, node: 'v24.1.0' };
  const verified = { ...about, kind: 'verification', backend, machine: 'linux-arm64 Some Processor' } as const;
  const beside = {
    ...about,
    kind: 'backend',
    backend: { name: 'node', version: 'tfjs-node 4.22.0, libtensorflow 2.9.1, 1 thread' },
    machine: 'linux-x64 Another Processor',
  } as const;
  let kept: Measurements | null = null;
  kept = rememberMeasurement(kept, outcome, outcome, { ...verified, date: '2026-11-20T12:00:00.000Z' });
  kept = rememberMeasurement(kept, outcome, shifted, { ...beside, date: '2026-11-21T12:00:00.000Z' });
  createMeasurementStore(results).write(kept);
}

/** Builds a root as a user does. @returns the folder of its pages. */
export async function buildSite(root: string, options: string[] = []): Promise<string> {
  const launcher = join(tool, 'bin/paper-factory.mjs');
  await promisify(execFile)(process.execPath, [launcher, 'build', '--root', root, ...options]);
  return join(root, 'dist');
}

export interface Built {
  dist: string;
  /** The root it was built from, or null where only the pages are known (`PF_DIST`). */
  root: string | null;
  remove(): void;
}

/** The site under test: `PF_DIST` as it is, else a fresh build of the fixture. */
export async function builtFixture(): Promise<Built> {
  if (process.env.PF_DIST) return { dist: resolve(process.env.PF_DIST), root: null, remove: () => {} };
  if (!existsSync(fixtureRoot))
    throw new Error(`there is no root to build: ${fixtureRoot}; set PF_DIST or PF_FIXTURE_ROOT`);
  const root = copyRoot();
  if (existsSync(join(root, 'assets/results/line-fit/default'))) addMeasurements(root, 'line-fit', 'default');
  return { dist: await buildSite(root), root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Serves a built folder under a base path. */
export async function serveDist(dist: string, base = '/'): Promise<{ origin: string; close(): void }> {
  const handler = sirv(dist, { dev: true });
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const missing = (): void => void response.writeHead(404).end('not found');
    if (!path.startsWith(base)) return missing();
    request.url = `/${path.slice(base.length)}`;
    return handler(request, response, missing);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** Puts a root under git, as it is. @returns what runs git there. */
export function commitRoot(root: string, tag: string): (...args: string[]) => string {
  const user = ['-c', 'user.name=A', '-c', 'user.email=a@example.org'];
  const git = (...args: string[]): string => execFileSync('git', ['-C', root, ...user, ...args], { encoding: 'utf8' });
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '-m', 'First');
  git('tag', tag);
  return git;
}

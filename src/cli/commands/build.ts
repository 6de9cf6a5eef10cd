import { join } from 'node:path';
import { UserError } from '@paper-factory/runners/user-error';
import { formatFindings } from '../../content/format-findings.ts';
import { loadRoot } from '../../content/load-root.ts';
import type { BuildState, Publication } from '../../evidence/types.ts';
import type { Command, Terminal } from '../command.ts';
import { runGate } from '../gate.ts';
import { createPagesView } from '../pages-view.ts';
import { createProgressView } from '../progress-view.ts';
import { finishSite } from '../publish/finish.ts';
import { nameOrdinary } from '../publish/name-ordinary.ts';
import { buildAlone, type StillAlone } from '../publish/one-build.ts';
import { defaultZip, publishOptions, readOffline, readPublication } from '../publish/options.ts';
import { packOffline } from '../publish/offline/pack.ts';
import { planPublication } from '../publish/plan.ts';
import { sayFinished, sayPacked } from '../publish/say.ts';
import { commitOf } from '../publish/since/checkout.ts';
import { changesSince } from '../publish/since/changes.ts';
import { findRoot, loadForRunning, parseDuration, parseMemory, parseThreads, workspaceOf } from '../root.ts';
import { buildPages, distOf } from '../site.ts';
import { holdHeap } from '../site/hold-heap.ts';
import { findTexts } from '../site/render-texts.ts';
import { startTextThreads, type Thread } from '../site/start-thread.ts';
import { formatSeconds } from '../table.ts';
import { nameFlips } from '../reproduce/verify.ts';

export const build: Command = {
  name: 'build',
  summary: 're-executes what is stale, checks everything, and writes the site to dist/',
  options: {
    verify: {
      type: 'string',
      value: 'TIME',
      help: 'Also re-execute as many fresh results as fit, e.g. 60s, quickest first',
    },
    threads: { type: 'string', value: 'N', help: 'Threads of all runs together (default: the number of cores)' },
    ...publishOptions,
    json: { type: 'boolean', help: 'A summary as JSON' },
  },
  examples: [
    'build',
    'build --verify 60s',
    'build --root ../lab',
    'build --base /lab/ --url https://example.org',
    'build --anonymous --offline',
  ],
  run(values, _, terminal) {
    const root = findRoot(values, terminal);
    const wanted: Wanted = {
      budget: parseDuration('verify', values.verify),
      threads: parseThreads(values.threads),
      publication: readPublication(values),
      since: values.since === undefined ? null : String(values.since),
      zip: readOffline(values, root, terminal.cwd),
      json: values.json === true,
    };
    // Before anything runs: a misspelt tag should not cost an hour.
    if (wanted.since !== null) commitOf(root, wanted.since);
    return buildAlone(root, terminal, async (stillAlone) => {
      const texts = findTexts(root);
      holdHeap(texts.files.length);
      const helpers = startTextThreads(texts);
      try {
        return await buildRoot(root, { ...wanted, texts: texts.files.length, helpers }, terminal, stillAlone);
      } catch (error) {
        throw values.anonymous === true ? nameOrdinary(error, root, wanted.zip ?? defaultZip(root)) : error;
      } finally {
        for (const { stop } of helpers) await stop();
      }
    });
  },
};

/** What the options ask for. */
interface Wanted {
  /** Seconds for verification; undefined without. */
  budget: number | undefined;
  threads: number;
  publication: Publication;
  /** A tag or commit to compare with. */
  since: string | null;
  /** Where the offline copy goes. */
  zip: string | null;
  json: boolean;
}

async function buildRoot(
  root: string,
  { budget, threads, texts, helpers, publication, since, zip, json }: Wanted & { texts: number; helpers: Thread[] },
  terminal: Terminal,
  stillAlone: StillAlone,
): Promise<number> {
  const started = performance.now();
  await executeStale(root, threads, terminal);
  const verification = budget === undefined ? null : await verifyWithin(root, budget, threads, terminal);
  if (verification) sayVerified(verification, terminal);

  holdHeap(texts);
  const { loaded, freshness, ...report } = await runGate(root);
  const changes = since === null ? null : changesSince(loaded, since, publication);
  const state: BuildState = { freshness, verification, publication, changes };
  const { findings } = report;
  const errors = findings.filter(({ severity }) => severity === 'error');
  const warnings = findings.length - errors.length;
  if (warnings > 0)
    terminal.err(`${warnings} warning${warnings > 1 ? 's' : ''} (\`paper-factory check\` shows them)\n`);
  if (errors.length > 0) {
    terminal.err(`${formatFindings(errors)}\n`);
    const number = `${errors.length} fault${errors.length > 1 ? 's' : ''}`;
    throw new UserError(`the site was not built: ${number} must be mended first (listed above)`);
  }
  const plan = planPublication(loaded, publication);
  terminal.err('Building pages …\n');
  const view = createPagesView(terminal);
  const finished = await buildPages({ loaded, report, state }, plan.site, {
    helpers,
    progress: view.show,
    threadStopped: ({ message }) =>
      terminal.err(`warning: a thread that rendered pages stopped (${message}); the build goes on with one less\n`),
    async finish(folder) {
      view.close();
      const done = await finishSite(folder, plan, join(root, '.factory', 'cache', 'search'));
      stillAlone();
      return done;
    },
  });
  sayFinished(finished, plan, terminal);
  const { pages, searchSeconds, redirects, redacted } = finished;
  const offline =
    zip === null
      ? null
      : { file: zip, ...packOffline(distOf(root), plan.site.base, zip, join(root, '.factory', 'work')) };
  const seconds = (performance.now() - started) / 1000;
  if (json)
    terminal.out(
      `${JSON.stringify({ dist: 'dist', pages, searchSeconds, redirects, redacted: Object.fromEntries(redacted), offline, changes: changes && `${plan.site.base}changes/`, seconds, verification })}\n`,
    );
  else {
    terminal.out(`Built ${pages} searchable pages into ${distOf(root)} in ${formatSeconds(seconds)}\n`);
    if (changes) terminal.out(`What changed since ${changes.since} is at ${plan.site.base}changes/\n`);
    if (offline) terminal.out(sayPacked(offline));
  }
  return 0;
}

async function executeStale(root: string, threads: number, terminal: Terminal): Promise<void> {
  const engine = await import('@paper-factory/runners/engine');
  const workspace = workspaceOf(await loadForRunning(root));
  const view = createProgressView(terminal);
  const ends = await engine.reproduce(workspace, {
    profiles: [workspace.settings.profile],
    threads,
    memoryMiB: parseMemory(undefined),
    timeoutSeconds: null,
    backend: engine.describeBackend('wasm'),
    emit: view.show,
    signal: terminal.signal,
  });
  view.close();
  if (terminal.signal.aborted) throw new UserError('stopped; nothing was built');
  const failed = ends.filter(({ status }) => status === 'failed');
  if (failed.length === 0) return;
  const list = failed.map(({ id, profile, reason }) => `${id}/${profile} (${reason})`).join(', ');
  throw new UserError(`the site was not built: ${list} failed`, {
    hint: 'Run `paper-factory reproduce <id>` to see more; earlier good results are untouched.',
  });
}

async function verifyWithin(
  root: string,
  budgetSeconds: number,
  threads: number,
  terminal: Terminal,
): Promise<NonNullable<BuildState['verification']>> {
  const engine = await import('@paper-factory/runners/engine');
  const loaded = loadRoot(root);
  const workspace = workspaceOf(loaded);
  const started = performance.now();
  const view = createProgressView(terminal);
  const { verified, left } = await engine.verify(workspace, {
    profiles: [workspace.settings.profile],
    threads,
    memoryMiB: parseMemory(undefined),
    timeoutSeconds: null,
    budgetSeconds,
    backend: engine.describeBackend('wasm'),
    emit: view.show,
    signal: terminal.signal,
  });
  view.close();
  if (terminal.signal.aborted) throw new UserError('stopped; nothing was built');
  const results = nameFlips(loaded, verified);
  const broken = results.filter(({ result }) => result !== 'equal' && result !== 'within-noise');
  if (broken.length > 0) {
    const list = broken.map(({ id, profile, result }) => `${id}/${profile} ${result}`).join(', ');
    throw new UserError(`re-execution does not give what is committed: ${list}`, {
      hint: 'Run `paper-factory reproduce --verify` for the differences, `paper-factory reproduce <id> --force` to accept new ones.',
    });
  }
  return {
    seconds: (performance.now() - started) / 1000,
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    results: results.map(({ id, profile, result, seconds }) => {
      return { id, profile, result: result as 'equal' | 'within-noise', seconds };
    }),
    left: left.filter(({ why }) => why === 'budget').map(({ id, profile }) => `${id}/${profile}`),
  };
}

/** One line on what was verified; nothing verified is said too. */
export function sayVerified(verification: NonNullable<BuildState['verification']>, terminal: Terminal): void {
  const { results, left, seconds } = verification;
  const names = results.map(({ id, result }) => `${id} (${result})`).join(', ') || 'nothing';
  const rest = left.length > 0 ? `; did not fit in the time: ${left.join(', ')}` : '';
  terminal.err(`Verified by re-execution in ${formatSeconds(seconds)}: ${names}${rest}\n`);
}

import path from 'node:path';
import { loadRoot } from '../../content/load-root.ts';
import { createParts } from '../../content/parts.ts';
import { openRememberedRoot } from '../../content/remembered-root.ts';
import type { Finding, LoadedRoot } from '../../content/types.ts';
import { checkRoot } from '../../evidence/check.ts';
import { freshnessOf } from '../../evidence/state.ts';
import type { Freshness } from '../../evidence/types.ts';
import { rememberingReader } from '../../markdown/remember.ts';
import type { DevState } from '../../site/dev-state.ts';
import { shareJudged, shareReader } from '../../site/judged.ts';
import { freshnessByName } from '../gate.ts';
import { isOfPages } from './changes.ts';
import { createFileMemory } from './file-memory.ts';
import { withLastGood, withLastTexts } from './last-good.ts';

export interface Update {
  state: DevState;
  /** With remarks, as `check` prints them. */
  findings: Finding[];
  /** Whether pages may look different: not where every changed file has a fault, and stands as it was last. */
  isSeen: boolean;
}

/** How long after the last update what was parsed is written down, in milliseconds. */
const untilSaved = 2000;

/** A change of one of these can make a result stale, or fresh; prose cannot. */
const decidesFreshness = /^(?!content\/)/;

function stateOf({ config, configs }: LoadedRoot, findings: Finding[], byName: Record<string, Freshness>): DevState {
  const freshness = freshnessOf(config.profile, byName);
  return {
    base: config.site.base,
    faults: findings.filter(({ severity }) => severity === 'error'),
    // Planned ones have no standing: nothing can run them.
    stale: [...configs.keys()].flatMap((id) => {
      const { status, reason } = freshness[id] ?? { status: 'fresh', reason: '' };
      return status === 'fresh' ? [] : [{ id, status, reason }];
    }),
  };
}

/**
 * What `dev` knows of a root between two changes. An update reads the changed files only, parses only what is new, and
 * judges the whole: that takes a fraction of a second for a thousand logs, and is right by construction.
 * @param root Absolute.
 */
export function createSession(root: string): { update(changed: readonly string[]): Promise<Update> } {
  const remembered = openRememberedRoot(root);
  const parts = createParts();
  const reader = rememberingReader(root);
  let saving: NodeJS.Timeout | undefined;
  /** Not before the browser has its page: only the next start is served by it. */
  function saveLater(): void {
    clearTimeout(saving);
    saving = setTimeout(() => {
      remembered.save();
      reader.save();
    }, untilSaved).unref();
  }
  let files: ReturnType<typeof createFileMemory> | null = null;
  let last: LoadedRoot | null = null;
  let freshness: Record<string, Freshness> | null = null;

  return {
    async update(changed) {
      for (const file of changed) {
        files?.forget(path.join(last!.root, file));
        parts.forget(file);
      }
      const loaded = loadRoot(root, { ...remembered, parts }, files?.world);
      files ??= createFileMemory(loaded.root);
      const whole = withLastGood(last, loaded, loaded.findings);
      const before = JSON.stringify(freshness);
      if (freshness === null || changed.some((file) => decidesFreshness.test(file))) {
        freshness = await freshnessByName(whole);
      }
      const report = checkRoot(whole, freshness, reader.read);
      last = withLastTexts(last, whole, report.findings);
      shareJudged(root, { loaded: last, report, state: { freshness, verification: null } });
      shareReader(reader.read);
      saveLater();
      const state = stateOf(last, report.findings, freshness);
      const faulty = new Set(state.faults.map(({ file }) => file));
      const isSeen =
        JSON.stringify(freshness) !== before || changed.some((file) => isOfPages(file) && !faulty.has(file));
      return { state, findings: report.findings, isSeen };
    },
  };
}

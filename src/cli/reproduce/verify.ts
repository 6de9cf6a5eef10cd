import type { ReproduceOptions, Verified, Workspace } from '@paper-factory/runners/engine';
import { loadRoot } from '../../content/load-root.ts';
import type { Terminal } from '../command.ts';
import { countBy } from '../count.ts';
import { judgeWith } from '../judgement.ts';
import { formatSeconds, formatTable } from '../table.ts';
import { summary } from './run.ts';

type Engine = typeof import('@paper-factory/runners/engine');

interface Verifying {
  engine: Engine;
  workspace: Workspace;
  options: ReproduceOptions;
  json: boolean;
  terminal: Terminal;
}

/** Re-executes in scratch and compares with what is committed. */
export async function verifyAll({ engine, workspace, options, json, terminal }: Verifying): Promise<number> {
  const { verified } = await engine.verify(workspace, options);
  const results = nameFlips(workspace, verified);
  if (json) summary(terminal, { ...countBy(results, ({ result }) => result), results });
  else {
    const rows = results.map(({ id, profile, result, seconds, differences, flipped }) => [
      id,
      profile,
      result,
      formatSeconds(seconds),
      [...flipped, ...differences.slice(0, 2).map(({ where }) => where)].join(', '),
    ]);
    terminal.out(formatTable(['experiment', 'profile', 'result', '>time', 'differs'], rows));
  }
  if (results.length === 0) {
    terminal.err('error: nothing was verified\n       No experiment of this root matches the selection.\n');
    return 1;
  }
  return results.every(({ result }) => result === 'equal' || result === 'within-noise') ? 0 : 1;
}

/** `changed` becomes `flipped` where a claim gets another verdict from the re-executed numbers. */
export function nameFlips(workspace: Workspace, verified: Verified[]) {
  const loaded = loadRoot(workspace.root);
  const siteProfile = workspace.settings.profile;
  const outcomes = verified.flatMap(({ profile, outcome }) =>
    outcome && profile === siteProfile ? [[outcome.id, outcome] as const] : [],
  );
  const after = new Map(judgeWith(loaded, outcomes).map((claim) => [claim.id, claim.verdict]));
  const flips = judgeWith(loaded).filter((claim) => claim.verdict !== after.get(claim.id));
  return verified.map(({ outcome: _, ...entry }) => {
    const mine = entry.profile === siteProfile && entry.result !== 'equal' ? flips : [];
    const flipped = mine
      .filter((claim) => claim.experiments.includes(entry.id))
      .map((claim) => `${claim.id}: ${claim.verdict} -> ${after.get(claim.id)}`);
    return { ...entry, result: flipped.length > 0 ? ('flipped' as const) : entry.result, flipped };
  });
}

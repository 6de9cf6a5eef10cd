import type { Outcome } from '@paper-factory/runners/schema';
import { loadRoot } from '../content/load-root.ts';
import { judge } from '../evidence/judge.ts';
import type { Judged } from '../evidence/types.ts';

/**
 * Judges a root's claims over its stored outcomes, with some of them replaced.
 * Freshness is left out: it asks what the numbers say, not whether they are current.
 */
export async function judgeWith(root: string, replaced: Map<string, Outcome>): Promise<Judged[]> {
  const loaded = loadRoot(root);
  const outcomes = new Map<string, Outcome>();
  for (const { outcome } of loaded.results.values()) {
    if (outcome.profile === loaded.config.profile) outcomes.set(outcome.id, outcome);
  }
  // One whose stored outcome cannot be read has none to replace.
  for (const [id, outcome] of replaced) outcomes.set(id, outcome);
  return judge({ claims: [...loaded.claims.values()], outcomes, freshness: {} });
}

/** How many claims have which verdict; calibrated ones are counted apart and never as verified. */
export function verdictCounts(judged: Judged[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { verdict, calibration } of judged) {
    const name = calibration && verdict === 'verified' ? 'calibrated' : verdict;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

import type { Outcome } from '@paper-factory/runners/schema';
import type { LoadedRoot } from '../content/types.ts';
import { importedFrom } from '../evidence/imported.ts';
import { judge } from '../evidence/judge.ts';
import { measurementsOf, outcomesOf } from '../evidence/state.ts';
import type { Judged } from '../evidence/types.ts';
import { countBy } from './count.ts';

/**
 * Judges a root's claims over its stored outcomes, with some of them replaced.
 * Freshness is left out: it asks what the numbers say, not whether they are current.
 */
export function judgeWith(
  loaded: Pick<LoadedRoot, 'claims' | 'results' | 'config'>,
  replaced: Iterable<readonly [string, Outcome]> = [],
): Judged[] {
  // One whose stored outcome cannot be read has none to replace.
  const outcomes = new Map([...outcomesOf(loaded), ...replaced]);
  const [imported, measurements] = [importedFrom(loaded), measurementsOf(loaded)];
  return judge({ claims: loaded.claims.values(), outcomes, freshness: {}, imported, measurements });
}

/** How many claims have which verdict; calibrated ones are counted apart and never as verified. */
export function verdictCounts(judged: Judged[]): Record<string, number> {
  return countBy(judged, ({ verdict, calibration }) =>
    calibration && verdict === 'verified' ? 'calibrated' : verdict,
  );
}

import type { LoadedRoot } from '../content/types.ts';
import type { SignedTrack } from './content-hash.ts';
import type { Check } from './maturity-checks.ts';
import { isBound, isDraftable, isExecuted, isSubmittable } from './maturity-checks.ts';
import type { EvidenceState } from './state.ts';
import { claimsOf } from './state.ts';
import type { Maturity, Rung } from './types.ts';

/** The ladder above `idea`, which every track with a thesis stands on. */
const ladder: { rung: Exclude<Rung, 'idea'>; check: Check }[] = [
  { rung: 'evidence', check: isBound },
  { rung: 'executed', check: isExecuted },
  { rung: 'draftable', check: isDraftable },
  { rung: 'submittable', check: isSubmittable },
];

/** Computes a track's rung from evidence, and the one item that blocks the next. */
export function maturityOf(entry: SignedTrack, state: EvidenceState): Maturity {
  const claims = claimsOf(entry.data.id, state);
  const checked = ladder.map(({ rung, check }) => ({ rung, ...check(entry, claims, state) }));
  const blockedAt = checked.findIndex(({ blockedBy }) => blockedBy !== null);
  const reached = blockedAt < 0 ? checked.length : blockedAt;
  const thesis = { rung: 'idea' as const, done: 1, of: 1, what: 'thesis' };
  return {
    id: entry.data.id,
    rung: reached === 0 ? 'idea' : checked[reached - 1].rung,
    next: checked[reached]?.rung ?? null,
    blockedBy: checked[reached]?.blockedBy ?? null,
    progress: [thesis, ...checked.map(({ rung, done, of, what }) => ({ rung, done, of, what }))],
  };
}

/** The maturity of every track, in the order of their letters. */
export function maturityOfTracks(
  { tracks, decisions }: Pick<LoadedRoot, 'tracks' | 'decisions'>,
  state: EvidenceState,
): Maturity[] {
  return [...tracks].map(([letter, { data, body }]) =>
    maturityOf({ data, body, decisions: decisions.get(letter) }, state),
  );
}

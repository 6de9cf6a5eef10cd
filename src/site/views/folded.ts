import type { ClaimView } from './claim.ts';

/** A list of claims up to this long is shown whole. */
const whole = 8;
/** How many stand for a long list that has no headline claim. */
const few = 4;

/** Parts a list of claims, headline ones first, into what is shown at once and what is folded. */
export function foldClaims<T extends Pick<ClaimView, 'level'>>(claims: readonly T[]): { shown: T[]; folded: T[] } {
  if (claims.length <= whole) return { shown: [...claims], folded: [] };
  const headlines = claims.filter(({ level }) => level === 'headline').length;
  const shown = headlines || few;
  return { shown: claims.slice(0, shown), folded: claims.slice(shown) };
}

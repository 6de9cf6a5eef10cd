import { standingOf as stands, type Standing } from '../../evidence/standing.ts';
import type { SiteContext } from './context.ts';

export interface StandingView {
  standing: Standing['state'];
  /** In words: `2 of 5 claims verified, 1 failed`; empty where no claim is named. */
  words: string;
}

/** The standing of what rests on claims, in words. */
export function standingOf(
  { evidence }: SiteContext,
  claims: readonly string[],
  against: readonly string[] = [],
): StandingView {
  const {
    state,
    verified,
    failed,
    open,
    against: opposed,
    of,
  } = stands({ claims: [...new Set(claims)], against }, evidence);
  const words = [
    ...(of > 0 ? [`${verified} of ${of} ${of === 1 ? 'claim' : 'claims'} verified`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(open > 0 ? [`${open} open`] : []),
    ...(opposed > 0 ? [`${opposed} verified against it`] : []),
  ];
  return { standing: state, words: words.join(', ') };
}

import { standingOf as stands, type Standing } from '../../evidence/standing.ts';
import type { UiText } from '../text/words.ts';
import type { SiteContext } from './context.ts';

export const standingWords = {
  holds: 'Holds',
  partly: 'Holds in part',
  fails: 'Does not hold',
  open: 'Open',
} as const satisfies Record<Standing['state'], UiText>;

export interface StandingView {
  standing: Standing['state'];
  /** In words: `2 of 5 claims verified, 1 failed`; empty where no claim is named. */
  words: string;
}

/** The standing of what rests on claims, in words. */
export function standingOf(
  { evidence, t }: SiteContext,
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
    ...(of > 0
      ? [
          of === 1
            ? t('{n} of 1 claim verified', { n: verified })
            : t('{n} of {of} claims verified', { n: verified, of }),
        ]
      : []),
    ...(failed > 0 ? [t('{n} failed', { n: failed })] : []),
    ...(open > 0 ? [t('{n} open', { n: open })] : []),
    ...(opposed > 0 ? [t('{n} verified against it', { n: opposed })] : []),
  ];
  return { standing: state, words: t.list(words) };
}

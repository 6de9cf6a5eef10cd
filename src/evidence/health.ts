import { isJudged } from './judge.ts';
import type { Judged } from './types.ts';

/** Counts of a track's claims; each claim is in exactly one of the first nine. */
export interface Health {
  verified: number;
  falsifiedAsExpected: number;
  falsified: number;
  /** Verified by a simulator that was fitted to it: never counted as verified. */
  calibrated: number;
  contested: number;
  blocked: number;
  withinNoise: number;
  stale: number;
  unexecuted: number;
  total: number;
  /** Judged, and not as the author says. */
  unexpected: number;
  /** Executed below the claimed scale. */
  toy: number;
}

type Bin = Exclude<keyof Health, 'total' | 'unexpected' | 'toy'>;

function binOf({ verdict, calibration, asExpected }: Judged): Bin {
  switch (verdict) {
    case 'verified':
      return calibration ? 'calibrated' : 'verified';
    case 'falsified':
      return asExpected ? 'falsifiedAsExpected' : 'falsified';
    case 'within-noise':
      return 'withinNoise';
    default:
      return verdict;
  }
}

/** Whether a judged verdict is not the one that the author expects: the one thing that fails a build. */
export function isUnexpected({ verdict, asExpected }: Judged): boolean {
  return isJudged(verdict) && !asExpected;
}

/** Counts claims by what became of them. */
export function healthOf(claims: Iterable<Judged>): Health {
  const health: Health = {
    verified: 0,
    falsifiedAsExpected: 0,
    falsified: 0,
    calibrated: 0,
    contested: 0,
    blocked: 0,
    withinNoise: 0,
    stale: 0,
    unexecuted: 0,
    total: 0,
    unexpected: 0,
    toy: 0,
  };
  for (const claim of claims) {
    health[binOf(claim)]++;
    health.total++;
    if (isUnexpected(claim)) health.unexpected++;
    if (claim.toy) health.toy++;
  }
  return health;
}

import { nextExperiments as rank } from '../../evidence/next-experiment.ts';
import type { ClaimView } from './claim.ts';
import type { SiteContext } from './context.ts';
import { pick, type Known } from './entry.ts';
import type { ExperimentView } from './experiment.ts';

export interface NextView {
  experiment: ExperimentView;
  /** Claims that its result would let be judged. */
  claims: ClaimView[];
  /** How many of them miss nothing else. */
  alone: number;
  headline: number;
  /** Experiments that must be executed before it. */
  waitsFor: ExperimentView[];
}

/** Planned experiments, the one first that unlocks most claims; those that unlock none are left out. */
export function nextViews(site: SiteContext, known: Known): NextView[] {
  return rank(site.loaded, site.evidence).flatMap((one) => {
    const experiment = known.experiments.get(one.experiment);
    const claims = pick(known.claims, one.claims);
    if (!experiment || claims.length === 0) return [];
    return [
      { experiment, claims, alone: one.alone, headline: one.headline, waitsFor: pick(known.experiments, one.waitsFor) },
    ];
  });
}

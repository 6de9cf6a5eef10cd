import type { LoadedRoot } from '../content/types.ts';
import type { EvidenceState } from './state.ts';

/** A planned experiment, and what its result would do. */
export interface NextExperiment {
  experiment: string;
  /** Claims that wait for its result; those that wait for nothing else first. */
  claims: string[];
  /** How many of them wait for nothing else. */
  alone: number;
  /** How many of them are headline claims. */
  headline: number;
  /** Experiments upstream of it that have no result yet. */
  waitsFor: string[];
}

/** Experiments upstream of one, direct or not, without a result. */
function missingUpstream(id: string, configs: LoadedRoot['configs'], { outcomes }: EvidenceState): string[] {
  const seen = new Set<string>();
  const open = [...(configs.get(id)?.config.upstream ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(configs.get(next)?.config.upstream ?? []));
  }
  return [...seen].filter((one) => !outcomes.has(one)).sort();
}

/**
 * The planned experiments, that one first whose result would let most claims be judged. Those that can run at once come
 * before those that wait for others; claims that miss nothing else count before claims that do.
 */
export function nextExperiments({ configs }: Pick<LoadedRoot, 'configs'>, state: EvidenceState): NextExperiment[] {
  const waiting = [...state.judged.values()].flatMap((judged) => {
    const missing = judged.experiments.filter((id) => !state.outcomes.has(id));
    return judged.verdict === 'unexecuted' && missing.length > 0 ? [{ judged, missing }] : [];
  });
  const rows = [...state.planned].map((experiment): NextExperiment => {
    const own = waiting.filter(({ missing }) => missing.includes(experiment));
    const alone = own.filter(({ missing }) => missing.length === 1);
    const others = own.filter(({ missing }) => missing.length > 1);
    return {
      experiment,
      claims: [...alone, ...others].map(({ judged }) => judged.id),
      alone: alone.length,
      headline: own.filter(({ judged }) => judged.claim.level === 'headline').length,
      waitsFor: missingUpstream(experiment, configs, state),
    };
  });
  const later = (row: NextExperiment): number => Number(row.waitsFor.length > 0);
  return rows.sort(
    (a, b) =>
      later(a) - later(b) ||
      b.alone - a.alone ||
      b.claims.length - a.claims.length ||
      b.headline - a.headline ||
      (a.experiment < b.experiment ? -1 : 1),
  );
}

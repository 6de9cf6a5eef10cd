import type { LoadedRoot } from '../../content/types.ts';
import { experimentsOf } from '../../evidence/operands.ts';

const filterMap = <V>(map: Map<string, V>, keep: (key: string, value: V) => boolean): Map<string, V> =>
  new Map([...map].filter(([key, value]) => keep(key, value)));

/**
 * The root as the public may see it. Whatever is private is taken out before anything is judged or drawn, so that no
 * page can leak it: private entries, their configs, results and figures, and the claims that name them.
 */
export function publicRoot(loaded: LoadedRoot): LoadedRoot {
  const isPrivate = (entry: { data: { visibility: string } } | undefined): boolean =>
    entry?.data.visibility === 'private';
  const hidden = new Set<string>();
  for (const [id, log] of loaded.experiments) {
    if (isPrivate(log)) hidden.add(id).add(log.data.config ?? id);
  }
  // A run on which a public log reports too is public, whatever private logs say of it.
  for (const [id, log] of loaded.experiments) {
    if (!isPrivate(log)) hidden.delete(log.data.config ?? id);
  }
  const claims = filterMap(
    loaded.claims,
    (_, { claim, track }) => !isPrivate(loaded.tracks.get(track)) && !experimentsOf(claim).some((id) => hidden.has(id)),
  );
  const seen = (ids: string[]): string[] => ids.filter((id) => claims.has(id));
  const shown = (id: string | undefined): boolean => id === undefined || !hidden.has(id.split('/')[0] ?? id);
  for (const [id, entry] of claims) {
    claims.set(id, { ...entry, claim: { ...entry.claim, conflictsWith: seen(entry.claim.conflictsWith) } });
  }
  const tracks = filterMap(loaded.tracks, (_, entry) => !isPrivate(entry));
  for (const [id, entry] of tracks) {
    const { data } = entry;
    tracks.set(id, {
      ...entry,
      data: {
        ...data,
        thesisClaims: seen(data.thesisClaims),
        otherClaims: seen(data.otherClaims),
        contributions: data.contributions.map((one) => ({ ...one, claims: seen(one.claims) })),
        risks: data.risks.map((one) => ({ ...one, claims: seen(one.claims) })),
        evidence: data.evidence.filter((one) => shown(one.experiment)),
        minimalRepro: data.minimalRepro.filter((one) => shown(one.experiment)),
        figures: data.figures.filter((one) => shown(one.figure)).map((one) => ({ ...one, claims: seen(one.claims) })),
        missing: data.missing.filter((one) => shown(one.experiment) && shown(one.figure)),
        keyNumbers: data.keyNumbers.filter((one) => shown(one.metric)),
      },
    });
  }
  const experiments = filterMap(loaded.experiments, (id) => !hidden.has(id));
  for (const [id, entry] of experiments) {
    const { data } = entry;
    const refs = (ids: string[]): string[] => ids.filter((one) => !hidden.has(one));
    experiments.set(id, {
      ...entry,
      data: {
        ...data,
        tracks: data.tracks.filter((letter) => tracks.has(letter)),
        upstream: refs(data.upstream),
        dependsOn: refs(data.dependsOn),
        supersedes: refs(data.supersedes),
        metrics: data.metrics.filter((one) => shown(one.metric)),
        acceptance: data.acceptance.filter((one) => shown(one.metric)),
      },
    });
  }
  return {
    ...loaded,
    tracks,
    experiments,
    claims,
    datasets: filterMap(loaded.datasets, (_, entry) => !isPrivate(entry) && shown(entry.data.experiment)),
    configs: filterMap(loaded.configs, (id) => !hidden.has(id)),
    results: filterMap(loaded.results, (_, { outcome }) => !hidden.has(outcome.id)),
    figures: filterMap(loaded.figures, (_, { experiment }) => !hidden.has(experiment)),
    findings: [],
  };
}

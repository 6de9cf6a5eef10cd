import type { EvidenceMap } from '../charts/evidence-map.ts';
import type { SiteContext } from './context.ts';
import type { ClaimView } from './claim.ts';
import type { TrackView } from './track.ts';

/** Every claim once, under the first place that names it. */
export function evidenceMap(site: SiteContext, track: TrackView): EvidenceMap {
  const placed = new Set<string>();
  const once = (claims: ClaimView[]): ClaimView[] =>
    claims.filter(({ id }) => {
      const first = !placed.has(id);
      placed.add(id);
      return first;
    });
  const contributions = track.contributions.map((one) => ({
    label: `Contribution ${one.n}`,
    text: one.text,
    href: `#contribution-${one.n}`,
    claims: once(one.claims),
  }));
  const thesis = once(track.thesisClaims);
  const others = once(track.otherClaims);
  const runs = new Map(track.claims.map(({ id }) => [id, site.judged.get(id)?.experiments ?? []]));
  const used = new Set([...runs.values()].flat());
  return {
    letter: track.letter,
    groups: [
      ...(thesis.length > 0 ? [{ label: 'Thesis', text: track.data.coreIdea, href: '#thesis', claims: thesis }] : []),
      ...contributions,
      ...(others.length > 0 ? [{ label: 'Further claims', text: '', href: '#further', claims: others }] : []),
    ],
    experiments: track.experiments
      .filter(({ id }) => used.has(id))
      .map((one) => ({
        id: one.id,
        title: one.title,
        href: one.href,
        config: one.config?.id ?? one.id,
        state: [one.freshness.status === 'missing' ? 'not executed' : one.freshness.status, one.config && `${one.profile} config`]
          .filter(Boolean)
          .join(', '),
        datasets: one.datasets,
      })),
    runs,
  };
}

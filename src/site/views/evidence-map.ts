import { evidenceMap as mapOf } from '../../evidence/evidence-map.ts';
import type { EvidenceMap } from '../charts/evidence-map.ts';
import type { ClaimView } from './claim.ts';
import type { SiteContext } from './context.ts';
import type { ExperimentView } from './experiment.ts';
import type { Link } from './link.ts';
import type { TrackView } from './track.ts';

const key = (id: string): string => id.slice(id.indexOf(':') + 1);

/** The computed map of a track, as it is drawn: every claim once, under the first place that names it. */
export function evidenceMap(
  site: SiteContext,
  track: TrackView,
  experiments: Map<string, ExperimentView>,
): EvidenceMap {
  const map = mapOf(track.letter, site.loaded, site.evidence);
  const follow = (from: string, kind: string): typeof map.edges =>
    map.edges.filter((edge) => edge.from === from && edge.to.startsWith(`${kind}:`));
  const placed = new Set<string>();
  const once = (claims: ClaimView[]): ClaimView[] =>
    claims.filter(({ id }) => {
      const first = !placed.has(id);
      placed.add(id);
      return first;
    });
  const contributions = track.contributions.map((one) => ({
    label: site.t('Contribution {n}', { n: one.n }),
    text: one.text,
    href: `#contribution-${one.n}`,
    claims: once(one.claims),
  }));
  const thesis = once(track.thesisClaims);
  const others = once(track.otherClaims);
  const runs = new Map(
    track.claims.map(({ id }) => [
      id,
      follow(`claim:${id}`, 'experiment').map((edge) => ({ experiment: key(edge.to), planned: edge.state !== 'ok' })),
    ]),
  );
  const used = new Set([...runs.values()].flat().map(({ experiment }) => experiment));
  return {
    letter: track.letter,
    groups: [
      ...(thesis.length > 0
        ? [{ label: site.t('Thesis'), text: track.data.coreIdea, href: '#thesis', claims: thesis }]
        : []),
      ...contributions,
      ...(others.length > 0 ? [{ label: site.t('Further claims'), text: '', href: '#further', claims: others }] : []),
    ],
    experiments: [...used].flatMap((id) => {
      const one = experiments.get(id);
      if (!one) return [];
      const state = site.t(one.freshness.status === 'missing' ? 'not executed' : one.freshness.status);
      return [
        {
          id,
          title: one.title,
          href: one.href,
          state: one.config ? site.t('{state}, {profile} config', { state, profile: one.profile }) : state,
          datasets: follow(`config:${id}`, 'dataset').flatMap((edge): Link[] => {
            const data = site.loaded.datasets.get(key(edge.to))?.data;
            return data ? [{ text: data.title, href: site.links.dataset(data.id) }] : [];
          }),
        },
      ];
    }),
    runs,
  };
}

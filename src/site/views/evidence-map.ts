import { evidenceMap as mapOf } from '../../evidence/evidence-map.ts';
import type { FigureState } from '../../evidence/track-states.ts';
import type { EvidenceMap } from '../charts/evidence-map.ts';
import type { SiteContext } from './context.ts';
import type { ExperimentView } from './experiment.ts';
import type { Link } from './link.ts';
import type { TrackView } from './track.ts';

const key = (id: string): string => id.slice(id.indexOf(':') + 1);

/** The computed map of a track, as it is drawn; a claim stands under every group that names it. */
export function evidenceMap(
  site: SiteContext,
  track: TrackView,
  experiments: Map<string, ExperimentView>,
): EvidenceMap {
  const map = mapOf(track.letter, site.loaded, site.evidence);
  const follow = (from: string, kind: string): typeof map.edges =>
    map.edges.filter((edge) => edge.from === from && edge.to.startsWith(`${kind}:`));
  const contributions = track.contributions.map((one) => ({
    label: site.t('Contribution {n}', { n: one.n }),
    text: one.text,
    href: `#contribution-${one.n}`,
    claims: one.claims,
  }));
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
      ...(track.thesisClaims.length > 0
        ? [{ label: site.t('Thesis'), text: track.data.coreIdea, href: '#thesis', claims: track.thesisClaims }]
        : []),
      ...contributions,
      ...(track.otherClaims.length > 0
        ? [{ label: site.t('Further claims'), text: '', href: '#further', claims: track.otherClaims }]
        : []),
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
    figures: new Map(track.claims.map(({ id }) => [id, figuresOf(id, runs.get(id) ?? [], track)])),
  };
}

/** Figures of the plan that an experiment of a claim draws, and that name the claim or none at all. */
function figuresOf(
  claim: string,
  runs: readonly { experiment: string }[],
  track: TrackView,
): { text: string; href: string; state: FigureState }[] {
  return track.figures
    .filter(({ address, claims }) => {
      const isOfRun = runs.some(({ experiment }) => address?.split('/')[0] === experiment);
      return isOfRun && (claims.length === 0 || claims.some(({ id }) => id === claim));
    })
    .map(({ title, figure, state }) => ({ text: title, href: figure?.href ?? '#figures', state }));
}

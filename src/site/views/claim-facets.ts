import { plainText } from '../lib/tex.ts';
import { verdictWords, type ClaimView, type ShownVerdict } from './claim.ts';
import type { SiteContext } from './context.ts';
import { facetsFrom, type Facet } from './facets.ts';

/** Values of a claim by facet, as its row carries them. */
export function claimFacets({ judged }: SiteContext, one: ClaimView): Record<string, string> {
  return {
    verdict: one.shown,
    track: one.track,
    kind: one.kind,
    level: one.level,
    status: judged.get(one.id)!.claim.status,
  };
}

const labels = { track: 'Track', verdict: 'Verdict', kind: 'Kind', level: 'Level', status: 'Number of the source' };

/** What the rows of claims can be filtered by, with the values that they have. */
export function claimFacetsOf(site: SiteContext, claims: readonly ClaimView[]): Facet[] {
  const rows = claims.map((one) => claimFacets(site, one));
  return facetsFrom(rows, labels, {
    track: (letter) => `${letter} · ${plainText(site.loaded.tracks.get(letter)?.data.title ?? '')}`,
    verdict: (verdict) => verdictWords[verdict as ShownVerdict],
  });
}

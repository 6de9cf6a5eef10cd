import { contradictionsOf, type ContradictionView as Computed } from '../../evidence/contradictions.ts';
import type { ClaimView } from './claim.ts';
import type { SiteContext } from './context.ts';
import { linksTo, pick, type Known } from './entry.ts';
import type { Link } from './link.ts';
import { sourceTitle } from './origin.ts';

export interface ContradictionView {
  id: string;
  href: string;
  title: string;
  /** Of the tracks; the first owns it. */
  letters: string[];
  tracks: Link[];
  weight: Computed['weight'];
  kind: Computed['kind'];
  sides: { quote: string; source: string; claim: ClaimView | null }[];
  meaning: string;
  state: Computed['state'];
  settledBy: string | null;
  /** What settled it: verdicts of claims, or a closer look at the sources and a decision of the authors. */
  how: 'evidence' | 'reading' | null;
  /** The question of the owning track that settles it. */
  question: Link | null;
  claims: ClaimView[];
}

export const weightWords: Record<Computed['weight'], string> = {
  1: 'a number or a verdict',
  2: 'a definition, a threshold or a status',
  3: 'wording',
};

function sourceText(site: SiteContext, source: Computed['sides'][number]['source']): string {
  if (!source) return '';
  return [sourceTitle(site, source.document), source.section, source.place].filter(Boolean).join(', ');
}

/** The words of an author settle by reading; a question that the executed numbers answer, and verdicts, by evidence. */
function howSettled({ state, resolution, question }: Computed): ContradictionView['how'] {
  if (state === 'open') return null;
  return resolution !== null || question?.state === 'decided' ? 'reading' : 'evidence';
}

/** Open ones first, the weightier first; within that in the order of the file. */
export function contradictionViews(site: SiteContext, { claims }: Pick<Known, 'claims'>): ContradictionView[] {
  const rank = ({ state, weight }: ContradictionView): number => (state === 'open' ? 0 : 10) + weight;
  return contradictionsOf(site.loaded, site.evidence)
    .map((one): ContradictionView => {
      const owner = one.tracks[0];
      return {
        id: one.id,
        href: site.links.part('contradictions', one.id),
        title: one.title,
        letters: one.tracks,
        tracks: linksTo(site, 'tracks', one.tracks),
        weight: one.weight,
        kind: one.kind,
        sides: one.sides.map(({ quote, source, claim }) => ({
          quote,
          source: sourceText(site, source),
          claim: (claim && claims.get(claim)) || null,
        })),
        meaning: one.meaning,
        state: one.state,
        settledBy: one.settledBy,
        how: howSettled(one),
        question:
          one.question && owner && site.loaded.tracks.has(owner)
            ? { text: one.question.text, href: `${site.links.track(owner)}#question-${one.question.id}` }
            : null,
        claims: pick(
          claims,
          one.claims.map(({ id }) => id),
        ),
      };
    })
    .sort((a, b) => rank(a) - rank(b));
}

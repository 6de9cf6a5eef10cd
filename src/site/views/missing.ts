import { missingOf, type MissingView as Computed } from '../../evidence/missing.ts';
import type { SiteContext } from './context.ts';
import type { Link } from './link.ts';
import { entryLink } from './page-link.ts';

export interface MissingView extends Pick<
  Computed,
  'item' | 'location' | 'tracks' | 'kind' | 'required' | 'blocks' | 'action' | 'resolved'
> {
  /** What resolves or describes it. */
  links: Link[];
}

/** What is in the way of a next rung first, then what a track requires, then the rest; what is resolved last. */
export function missingViews(site: SiteContext): MissingView[] {
  const rank = ({ resolved, blocks, required }: MissingView): number => (resolved ? 3 : blocks ? 0 : required ? 1 : 2);
  return missingOf(site.loaded, site.evidence, site.maturity)
    .map(({ experiment, figure, dataset, ...one }): MissingView => {
      const drawn = figure ? site.loaded.figures.get(figure) : undefined;
      return {
        ...one,
        links: [
          ...(drawn ? [{ text: drawn.title, href: site.links.figure(drawn.experiment, drawn.name) }] : []),
          ...(experiment ? [entryLink(site, 'experiments', experiment) ?? []].flat() : []),
          ...(dataset ? [entryLink(site, 'datasets', dataset) ?? []].flat() : []),
        ],
      };
    })
    .sort((a, b) => rank(a) - rank(b));
}

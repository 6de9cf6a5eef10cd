import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FigureEntry } from '../../content/types.ts';
import { inlineFigure } from '../lib/inline-svg.ts';
import { figureAnchor } from '../lib/links.ts';
import { plainText } from '../lib/tex.ts';
import type { SiteContext } from './context.ts';

export interface FigureView {
  /** `<experiment>/<name>`. */
  id: string;
  anchor: string;
  title: string;
  caption: string;
  description: string;
  experiment: { id: string; title: string; href: string };
  href: string;
  svgHref: string;
  specHref: string;
  /** The drawing, read when it is needed. */
  svg(): string;
}

export function figureView(site: SiteContext, entry: FigureEntry): FigureView {
  const { experiment, name } = entry;
  const id = `${experiment}/${name}`;
  return {
    id,
    anchor: figureAnchor(name),
    title: entry.title,
    caption: entry.caption,
    description: entry.description,
    experiment: {
      id: experiment,
      title: site.loaded.experiments.get(experiment)?.data.title ?? experiment,
      href: site.links.experiment(experiment),
    },
    href: site.links.figure(experiment, name),
    svgHref: site.links.figureFile(experiment, name, 'svg'),
    specHref: site.links.figureFile(experiment, name, 'vl.json'),
    svg: () =>
      inlineFigure(
        readFileSync(join(site.loaded.root, entry.svg), 'utf8'),
        id,
        plainText(entry.description || entry.caption),
      ),
  };
}

import { join } from 'node:path';
import type { Rendered } from '../../markdown/context.ts';
import { renderDocument } from '../../markdown/render.ts';
import type { SiteModel } from '../model.ts';
import { figureAnchor } from './links.ts';
import { createResolver } from '../resolver.ts';

export interface Body extends Rendered {
  /** Figures that the text shows, `<experiment>/<name>`. */
  figures: Set<string>;
}

/** Gives figures that stand in the text what all others have: an address, and links to their files. */
function completeFigures(html: string, model: SiteModel, experiment: string | null): Pick<Body, 'html' | 'figures'> {
  const figures = new Set<string>();
  const completed = html.replace(
    /<figure class="figure" data-figure="([^"]+)">([\s\S]*?)<\/figcaption>/g,
    (whole, id: string, inner: string) => {
      const figure = model.figures.get(id);
      if (!figure || figures.has(id)) return whole;
      figures.add(id);
      const anchor = figure.experiment.id === experiment ? ` id="${figureAnchor(id.split('/')[1] ?? '')}"` : '';
      const files =
        `<span class="files" data-pagefind-ignore><a href="${figure.svgHref}">SVG</a> · ` +
        `<a href="${figure.specHref}">data</a></span>`;
      return `<figure class="figure"${anchor} data-figure="${id}">${inner} ${files}</figcaption>`;
    },
  );
  return { html: completed, figures };
}

/** Renders the body of a content file; rendered pages are kept by content in the root's cache. */
export async function renderBody(
  model: SiteModel,
  body: { text: string; format: 'md' | 'mdx'; file: string },
  { lang = 'en', experiment = null }: { lang?: 'en' | 'zh'; experiment?: string | null } = {},
): Promise<Body> {
  const { loaded, links } = model.context;
  const rendered = await renderDocument(body.text, {
    resolver: createResolver(model, body.file),
    base: links.base,
    format: body.format,
    lang,
    idPrefix: 'log-',
    cacheFolder: join(loaded.root, '.factory/cache/markdown'),
  });
  return { ...rendered, ...completeFigures(rendered.html, model, experiment) };
}

import type { CollectionName } from '../../content/types.ts';
import { textCacheOf } from '../../markdown/cache.ts';
import type { RenderContext, Rendered } from '../../markdown/context.ts';
import { renderDocument } from '../../markdown/render.ts';
import type { SiteModel } from '../model.ts';
import { figureAnchor } from './links.ts';
import { bodyPrefix } from '../body-prefix.ts';
import { createResolver } from '../resolver.ts';
import type { BodyText } from '../views/body-text.ts';

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

/** A fragment as ids are written: addresses hold other signs than Latin ones in escapes. */
function decodedFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

const headings = /<h([1-6])([^>]*?) id="([^"]*)"/g;

/**
 * Gives the headings of a translation the ids of the original's, by order, where both have as many: a link to a section
 * then leads to the same place in both languages.
 */
export function withHeadingsOf<T extends Pick<Rendered, 'html' | 'headings'>>(translation: T, original: string): T {
  const ids = (of: string): string[] => [...of.matchAll(headings)].map(([, , , id]) => id!);
  const [own, wanted] = [ids(translation.html), ids(original)];
  if (own.length !== wanted.length) return translation;
  const renamed = new Map(own.map((id, i) => [id, wanted[i]!]));
  const html = translation.html
    .replace(
      headings,
      (_, level: string, attributes: string, id: string) => `<h${level}${attributes} id="${renamed.get(id)}"`,
    )
    .replace(/href="#([^"]+)"/g, (whole, fragment: string) => {
      const id = renamed.get(decodedFragment(fragment));
      return id === undefined ? whole : `href="#${id}"`;
    });
  return {
    ...translation,
    html,
    headings: translation.headings.map((one) => ({ ...one, id: renamed.get(one.id) ?? one.id })),
  };
}

/** The untranslated text of a translation, or null for any other file. */
function originalOf({ context }: SiteModel, file: string): string | null {
  const { loaded, original } = context;
  const key = [...loaded.translations].find(([, entry]) => entry.file === file)?.[0];
  if (context.locale === 'en' || key === undefined) return null;
  const [collection, id = ''] = key.split('/') as [CollectionName, string];
  return original[collection].get(id)?.body ?? null;
}

/** What the rendering of a body goes by. */
export function bodyContext(model: SiteModel, { format, file }: BodyText, lang: 'en' | 'zh'): RenderContext {
  const { loaded, links } = model.context;
  const cacheFolder = textCacheOf(loaded.root);
  return { resolver: createResolver(model, file), base: links.base, format, lang, idPrefix: bodyPrefix, cacheFolder };
}

/** Renders the body of a content file; rendered texts are kept by content in the root's cache. */
export async function renderBody(
  model: SiteModel,
  body: BodyText,
  { lang = 'en', experiment = null }: { lang?: 'en' | 'zh'; experiment?: string | null } = {},
): Promise<Body> {
  const original = originalOf(model, body.file);
  const context = bodyContext(model, body, lang);
  const render = (text: string): Promise<Rendered> => renderDocument(text, context);
  const own = await render(body.text);
  const rendered = original === null ? own : withHeadingsOf(own, (await render(original)).html);
  return { ...rendered, ...completeFigures(rendered.html, model, experiment) };
}

import { join } from 'node:path';
import type { Rendered } from '../../markdown/context.ts';
import { renderDocument } from '../../markdown/render.ts';
import type { SiteModel } from '../model.ts';
import { createResolver } from '../resolver.ts';

/** Renders the body of a content file; rendered pages are kept by content in the root's cache. */
export function renderBody(
  model: SiteModel,
  body: { text: string; format: 'md' | 'mdx'; file: string },
  lang: 'en' | 'zh' = 'en',
): Promise<Rendered> {
  const { loaded, links } = model.context;
  return renderDocument(body.text, {
    resolver: createResolver(model, body.file),
    base: links.base,
    format: body.format,
    lang,
    idPrefix: 'log-',
    cacheFolder: join(loaded.root, '.factory/cache/markdown'),
  });
}

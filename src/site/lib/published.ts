import type { LoadedRoot } from '../../content/types.ts';
import type { Publication } from '../../evidence/types.ts';
import { anonymousRoot } from './anonymous-root.ts';

/** The root as this build publishes it: at another address, or without its authors. */
export function publishedRoot(loaded: LoadedRoot, publication: Publication | undefined): LoadedRoot {
  if (!publication) return loaded;
  const { base, url, anonymous } = publication;
  const { site } = loaded.config;
  const shown = anonymous ? anonymousRoot(loaded) : loaded;
  const address = { ...shown.config.site, base: base ?? site.base, ...(url === null ? {} : { url }) };
  return { ...shown, config: { ...shown.config, site: address } };
}

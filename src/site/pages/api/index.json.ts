import type { APIRoute } from 'astro';
import { apiItems, type ApiName } from '../../api/formats.ts';
import { siteModel } from '../../model.ts';

/** What the API offers. */
export const GET: APIRoute = () => {
  const { links, loaded } = siteModel().context;
  const files = (Object.keys(apiItems) as ApiName[])
    .sort()
    .map((name) => ({ name, href: links.api(name), schema: links.apiSchema(name) }));
  const index = { schemaVersion: 1, title: loaded.config.title, feed: links.feed, files };
  return new Response(`${JSON.stringify(index, null, 1)}\n`, { headers: { 'content-type': 'application/json' } });
};

import type { APIRoute, GetStaticPaths } from 'astro';
import { apiData } from '../../api/data.ts';
import { apiFile, apiItems, type ApiName } from '../../api/formats.ts';
import { siteModel } from '../../model.ts';

export const getStaticPaths = (() =>
  Object.keys(apiItems).map((name) => ({ params: { name } }))) satisfies GetStaticPaths;

/** A list of the site's contents as JSON, checked against its own schema while it is built. */
export const GET: APIRoute = ({ params }) => {
  const name = params.name as ApiName;
  const model = siteModel();
  const file = apiFile(name).parse({
    $schema: model.context.links.apiSchema(name),
    schemaVersion: 1,
    items: apiData[name](model),
  });
  return new Response(`${JSON.stringify(file, null, 1)}\n`, { headers: { 'content-type': 'application/json' } });
};

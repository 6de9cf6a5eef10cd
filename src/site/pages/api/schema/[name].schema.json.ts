import type { APIRoute, GetStaticPaths } from 'astro';
import { z } from 'zod';
import { apiFile, apiItems, type ApiName } from '../../../api/formats.ts';

export const getStaticPaths = (() =>
  Object.keys(apiItems).map((name) => ({ params: { name } }))) satisfies GetStaticPaths;

/** The JSON Schema of a file of the API. */
export const GET: APIRoute = ({ params }) => {
  const schema = z.toJSONSchema(apiFile(params.name as ApiName));
  return new Response(`${JSON.stringify(schema, null, 1)}\n`, {
    headers: { 'content-type': 'application/schema+json' },
  });
};

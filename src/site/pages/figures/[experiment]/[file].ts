import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { APIRoute, GetStaticPaths } from 'astro';
import { siteModel } from '../../../model.ts';

/** The generated files of every public figure, as they are committed. */
export const getStaticPaths = (() =>
  [...siteModel().context.loaded.figures.values()].flatMap(({ experiment, name, svg, spec }) => [
    { params: { experiment, file: `${name}.svg` }, props: { path: svg } },
    { params: { experiment, file: `${name}.vl.json` }, props: { path: spec } },
  ])) satisfies GetStaticPaths;

export const GET: APIRoute<{ path: string }> = ({ props }) => {
  const type = props.path.endsWith('.svg') ? 'image/svg+xml' : 'application/json';
  return new Response(readFileSync(join(siteModel().context.loaded.root, props.path)), {
    headers: { 'content-type': type },
  });
};

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { siteModel } from '../model.ts';

const types = { svg: 'image/svg+xml', spec: 'application/json' };

/** The route of one of the two generated files of every public figure, served as it is committed. */
export function figureFiles(kind: keyof typeof types) {
  return {
    getStaticPaths: () =>
      [...siteModel().context.loaded.figures.values()].map((figure) => ({
        params: { experiment: figure.experiment, name: figure.name },
        props: { path: figure[kind] },
      })),
    GET: ({ props }: { props: { path: string } }): Response =>
      new Response(readFileSync(join(siteModel().context.loaded.root, props.path)), {
        headers: { 'content-type': types[kind] },
      }),
  };
}

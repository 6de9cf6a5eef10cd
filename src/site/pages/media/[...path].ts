import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { imageTypes } from '../../../content/image-types.ts';
import { pagesOf } from '../../../evidence/texts.ts';
import { resolveRelative } from '../../../markdown/relative-link.ts';
import { mediaPath } from '../../lib/links.ts';
import { textReader } from '../../judged.ts';
import { siteModel } from '../../model.ts';

/** The pictures that public texts show or link, and no others: a private text's picture is in no build. */
export function getStaticPaths() {
  const { loaded } = siteModel().context;
  if (loaded.images.size === 0) return [];
  const read = textReader();
  const shown = pagesOf(loaded).flatMap(({ body, format, file }) =>
    read(body, format).fileLinks.map(({ url }) => resolveRelative(url, file).target),
  );
  const files = [...new Set(shown)].filter((file) => loaded.images.has(file)).sort();
  return files.map((file) => ({ params: { path: mediaPath(file) }, props: { file } }));
}

export function GET({ props }: { props: { file: string } }): Response {
  const extension = props.file.slice(props.file.lastIndexOf('.') + 1).toLowerCase();
  return new Response(readFileSync(join(siteModel().context.loaded.root, props.file)), {
    headers: { 'content-type': imageTypes.get(extension)! },
  });
}

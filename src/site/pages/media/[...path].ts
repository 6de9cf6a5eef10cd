import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { barePicture } from '../../../pictures/bare-picture.ts';
import { imageTypes } from '../../../content/image-types.ts';
import { pagesOf } from '../../../evidence/texts.ts';
import { resolveRelative } from '../../../markdown/relative-link.ts';
import { bareSvg } from '../../../markdown/svg.ts';
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

/** A picture without its metadata. `loadImages` has looked that it is one. */
export function GET({ props }: { props: { file: string } }): Response {
  const extension = props.file.slice(props.file.lastIndexOf('.') + 1).toLowerCase();
  const bytes = readFileSync(join(siteModel().context.loaded.root, props.file));
  const bare = extension === 'svg' ? bareSvg(bytes.toString('utf8')) : barePicture(bytes, extension);
  if (bare === null) throw new Error(`${props.file} is no picture of its format; \`paper-factory check\` tells more`);
  // A view on the bytes of its own: a buffer may be a part of a larger one.
  return new Response(typeof bare === 'string' ? bare : new Uint8Array(bare), {
    headers: { 'content-type': imageTypes.get(extension)! },
  });
}

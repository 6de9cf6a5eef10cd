import { barePicture } from '../pictures/bare-picture.ts';
import { drawingFault } from './drawing-fault.ts';
import { imageTypes, maxImageBytes } from './image-types.ts';
import { finding } from './rules.ts';
import type { Item, RootFiles } from './safe-path.ts';
import type { Finding } from './types.ts';

function faultOf({ name, file }: Item, bytes: number, files: RootFiles): [message: string, hint: string] | null {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  if (!imageTypes.has(extension)) {
    return [`expected a picture (${[...imageTypes.keys()].join(', ')}), found ${name}`, 'Convert it, or move it away.'];
  }
  if (bytes > maxImageBytes) {
    const size = (bytes / 1e6).toFixed(1);
    return [`expected at most ${maxImageBytes / 1e6} MB, found ${size} MB`, 'Make it smaller: readers load it with the page.'];
  }
  if (extension === 'svg') {
    const text = files.text(file);
    const found = text === null ? null : drawingFault(text);
    if (found === null) return null;
    const hint = 'Save it as a plain drawing, with styles as attributes and without links, or as PNG.';
    return [`expected a plain drawing, found ${found}`, hint];
  }
  const content = files.bytes(file);
  if (content !== null && barePicture(Buffer.from(content), extension) === null) {
    return [`expected a whole ${extension.toUpperCase()} picture, found other bytes`, 'Save it again in the format that its name says.'];
  }
  return null;
}

/**
 * The pictures beside the texts, `content/<collection>/images/*`: files that pages may show.
 * @returns their sizes in bytes by path below the root; one with a fault is there too, so that it is told once.
 */
export function loadImages(
  files: RootFiles,
  collections: readonly string[],
): { images: Map<string, number>; findings: Finding[] } {
  const images = new Map<string, number>();
  const findings: Finding[] = [];
  for (const item of collections.flatMap((name) => files.list(`content/${name}/images`))) {
    if (item.isFolder) continue;
    const bytes = files.size(item.file);
    if (bytes === null) continue;
    images.set(item.file, bytes);
    const fault = faultOf(item, bytes, files);
    if (fault) findings.push(finding('image-is-usable', item.file, 1, ...fault));
  }
  return { images, findings };
}

import { bareGif } from './gif.ts';
import { bareJpeg } from './jpeg.ts';
import { barePng } from './png.ts';
import { bareWebp } from './webp.ts';

const readers: Record<string, (bytes: Buffer) => Buffer | null> = {
  png: barePng,
  jpg: bareJpeg,
  jpeg: bareJpeg,
  webp: bareWebp,
  gif: bareGif,
};

/**
 * A picture of pixels as it may be published: the same pixels, without names, places, times and paths that cameras and
 * programs write into it (texts, EXIF, XMP, comments, thumbnails).
 * @param extension in small letters, one of `imageTypes` but SVG.
 * @returns null where the bytes are not such a picture, or not a whole one.
 */
export function barePicture(bytes: Buffer, extension: string): Buffer | null {
  return readers[extension]?.(bytes) ?? null;
}

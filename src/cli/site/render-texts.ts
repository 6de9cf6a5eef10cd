import { setImmediate } from 'node:timers/promises';
import { collectionNames } from '../../content/collections.ts';
import { openRoot } from '../../content/safe-path.ts';
import { splitFrontMatter } from '../../content/split-front-matter.ts';
import { countCached, textCacheOf } from '../../markdown/cache.ts';
import { bodyPrefix } from '../../site/body-prefix.ts';

/** Texts that are still to be rendered, by several threads. */
export interface LeftTexts {
  root: string;
  /** Below the root. */
  files: string[];
  /** Shared: where in `files` the next one stands that nobody has taken. */
  next: Int32Array;
}

const format = (file: string): 'md' | 'mdx' => (file.endsWith('.mdx') ? 'mdx' : 'md');

const isChinese = (file: string, matter: string): boolean =>
  /\.zh\.mdx?$/.test(file) || /^lang:\s*["']?zh\b/m.test(matter);

/** The texts of a root, where at least so many are not kept from earlier builds; null where fewer. */
export function findLeftTexts(root: string, atLeast: number): LeftTexts | null {
  const { list } = openRoot(root);
  const items = collectionNames.flatMap((name) => list(`content/${name}`));
  const files = items.filter(({ name, isFolder }) => !isFolder && /\.mdx?$/.test(name)).map(({ file }) => file);
  if (files.length < atLeast || files.length - countCached(textCacheOf(root)) < atLeast) return null;
  return { root, files, next: new Int32Array(new SharedArrayBuffer(4)) };
}

/** Renders the texts that are left, as far as they follow from themselves, so that pages find them rendered. */
export async function renderTexts({ root, files, next }: LeftTexts): Promise<void> {
  const { renderText } = await import('../../markdown/render.ts');
  const { text } = openRoot(root);
  const cacheFolder = textCacheOf(root);
  for (let at = Atomics.add(next, 0, 1); at < files.length; at = Atomics.add(next, 0, 1)) {
    const file = files[at]!;
    const { matter, content } = splitFrontMatter(text(file) ?? '');
    const lang = isChinese(file, matter) ? 'zh' : 'en';
    // What cannot be rendered is for the check to tell, and for the page that shows it.
    await renderText(content, { format: format(file), lang, idPrefix: bodyPrefix, cacheFolder }).catch(() => {});
    // What the parser holds outside the heap is freed only when the event loop turns.
    if (at % 50 === 49) await setImmediate();
  }
}

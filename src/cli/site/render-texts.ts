import { collectionNames } from '../../content/collections.ts';
import { openRoot } from '../../content/safe-path.ts';
import { splitFrontMatter } from '../../content/split-front-matter.ts';
import { isCached, textCacheOf } from '../../markdown/cache.ts';
import { bodyPrefix } from '../../site/body-prefix.ts';
import { createCounter, takeLeft } from './take-left.ts';

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

/** The texts of a root. */
export function findTexts(root: string): LeftTexts {
  const { list } = openRoot(root);
  const items = collectionNames.flatMap((name) => list(`content/${name}`));
  const files = items.filter(({ name, isFolder }) => !isFolder && /\.mdx?$/.test(name)).map(({ file }) => file);
  return { root, files, next: createCounter() };
}

/**
 * Renders the texts that are left and that no earlier build has rendered, as far as they follow from themselves, so that
 * pages find them rendered.
 */
export async function renderTexts({ root, files, next }: LeftTexts): Promise<void> {
  const { text } = openRoot(root);
  const cacheFolder = textCacheOf(root);
  for await (const at of takeLeft(files.length, next)) {
    const file = files[at]!;
    try {
      const { matter, content } = splitFrontMatter(text(file) ?? '');
      const lang = isChinese(file, matter) ? 'zh' : 'en';
      const context = { format: format(file), lang, idPrefix: bodyPrefix, cacheFolder } as const;
      if (isCached(content, context)) continue;
      const { renderText } = await import('../../markdown/render.ts');
      await renderText(content, context);
    } catch {
      // What cannot be rendered is for the check to tell, and for the page that shows it.
    }
  }
}

import rehypeShiki from '@shikijs/rehype';
import type { Root } from 'hast';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize from 'rehype-sanitize';
import rehypeSlug from 'rehype-slug';
import type { PluggableList } from 'unified';
import { EXIT, visit } from './walk.ts';
import type { VFile } from 'vfile';
import { rehypeEvidence, rehypeMarkEvidence } from './evidence.ts';
import {
  rehypeAccessible,
  rehypeCollectHeadings,
  rehypeFootnotes,
  rehypeLinks,
  rehypePrefixIds,
  rehypeShiftHeadings,
} from './layout.ts';
import { rehypeMath } from './math.ts';
import { schema } from './sanitise.ts';

/** Parses HTML inside Markdown; most texts have none, and are spared the second parse. */
export function rehypeRawIfAny() {
  const parse = rehypeRaw();
  return (tree: Root, file: VFile): Root => {
    let found = false;
    visit(tree, 'raw', () => {
      found = true;
      return EXIT;
    });
    return found ? (parse(tree, file) as Root) : tree;
  };
}

/**
 * From HTML as parsed to HTML as shown. The order is the safety: evidence is marked, then everything that content
 * wrote is sanitised, then what this project draws (KaTeX, Shiki, links, figures) is put in.
 */
export const rehypePlugins: PluggableList = [
  rehypeMarkEvidence,
  [rehypeSanitize, schema],
  rehypeShiftHeadings,
  rehypeSlug,
  rehypePrefixIds,
  rehypeCollectHeadings,
  rehypeMath,
  [
    rehypeShiki,
    {
      themes: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
      defaultColor: false,
      // Languages load when a text needs them: all of them take four seconds.
      langs: [],
      lazy: true,
      fallbackLanguage: 'text',
      // A line that takes long on a busy machine would else lose its colours: the same text, other bytes.
      tokenizeTimeLimit: 0,
    },
  ],
  rehypeAccessible,
  rehypeFootnotes,
  rehypeLinks,
  rehypeEvidence,
];

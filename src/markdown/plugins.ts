import type { Root } from 'hast';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize from 'rehype-sanitize';
import type { PluggableList } from 'unified';
import { EXIT, visit } from './walk.ts';
import type { VFile } from 'vfile';
import { rehypeEvidence, rehypeMarkEvidence } from './evidence.ts';
import {
  rehypeAccessible,
  rehypeCollectHeadings,
  rehypeFootnotes,
  rehypeHeadingIds,
  rehypeLinks,
  rehypePrefixIds,
  rehypeShiftHeadings,
} from './layout.ts';
import { rehypeHighlight } from './highlight.ts';
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
  rehypeHeadingIds,
  rehypePrefixIds,
  rehypeCollectHeadings,
  rehypeMath,
  rehypeHighlight,
  rehypeAccessible,
  rehypeFootnotes,
  rehypeLinks,
  rehypeEvidence,
];

import type { Root } from 'mdast';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { mayHoldAddress, remarkNoAddresses, remarkPlugins } from './remark-plugins.ts';

const parsers = {
  md: unified().use(remarkParse).use(remarkPlugins).freeze(),
  mdx: unified()
    .use(remarkParse)
    .use([remarkMdx, ...remarkPlugins])
    .freeze(),
};

const withoutAddresses = unified()
  .use(remarkParse)
  .use([...remarkPlugins, remarkNoAddresses])
  .freeze();

/** A text as a tree with positions, or where and why it is no MDX. */
export type Parsed = { tree: Root } | { fault: { line: number; message: string } };

/** Parses a text as it is rendered, but keeps what MDX adds, so that it can be judged. */
export function parseMarkdown(body: string, format: 'md' | 'mdx'): Parsed {
  const parser = format === 'md' && !mayHoldAddress(body) ? withoutAddresses : parsers[format];
  try {
    return { tree: parser.parse(body) as Root };
  } catch (error) {
    const { reason, line, place } = error as { reason?: string; line?: number; place?: { line?: number } };
    if (reason === undefined) throw error;
    return { fault: { line: line ?? place?.line ?? 1, message: reason } };
  }
}

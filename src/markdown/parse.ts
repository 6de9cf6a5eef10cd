import type { Root } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { markdownToMdast } from 'satteri';
import { unified } from 'unified';

/** What is added to CommonMark. `5~10` is a range and no deletion. */
const extensions = () => unified().use(remarkParse).use(remarkGfm, { singleTilde: false }).use(remarkMath);
const parsers = { md: extensions().freeze(), mdx: extensions().use(remarkMdx).freeze() };

const features = { gfm: true, math: true, frontmatter: false };

/** Two single tildes, between which satteri sees a deletion, and a task whose text is on the next line. */
const otherSigns = /(?<!~)~(?!~)[^]*(?<!~)~(?!~)|^[ \t>]*[-*+] \[[ xX]\][ \t]*$/m;

const ruleOfTable = /^[ \t>|:]*-[ \t|:-]*$/m;

/** A table in which satteri takes `\|` of a formula for `|`, no norm, or a tag behind the last row for one more row. */
const hasOtherTable = (body: string): boolean =>
  (body.includes('\\|') || body.includes('\n<')) &&
  body.split(/\n\s*\n/).some((block) => ruleOfTable.test(block) && /\\\||^</m.test(block));

/** Whether satteri may read a text in another way than remark; what is left are odd signs before an odd construct. */
const readsOther = (body: string): boolean => otherSigns.test(body) || hasOtherTable(body);

/** As remark parses it, ten times as fast; MDX is left to remark, whose faults name their place. */
function parse(body: string, format: 'md' | 'mdx'): Root {
  if (format === 'mdx' || readsOther(body)) return parsers[format].parse(body);
  return markdownToMdast(body.replaceAll('\0', '\uFFFD'), { features }) as Root;
}

/** A text as a tree with positions, or where and why it is no MDX. */
export type Parsed = { tree: Root } | { fault: { line: number; message: string } };

/** Parses a text as it is rendered, but keeps what MDX adds, so that it can be judged. */
export function parseMarkdown(body: string, format: 'md' | 'mdx'): Parsed {
  try {
    return { tree: parse(body, format) };
  } catch (error) {
    const { reason, line, place } = error as { reason?: string; line?: number; place?: { line?: number } };
    if (reason === undefined) throw error;
    return { fault: { line: line ?? place?.line ?? 1, message: reason } };
  }
}

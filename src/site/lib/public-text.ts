import type { Definition, Nodes, Root } from 'mdast';
import { visit } from '../../markdown/walk.ts';
import { componentLink, isJsx, textAttributes } from '../../markdown/mdx.ts';
import { parseMarkdown } from '../../markdown/parse.ts';
import { mentionTest } from './public-mention.ts';
import { folders, type Hidden, type HiddenKind, isHiddenPage, isNothing } from './public-hidden.ts';

/** Where a text stands: relative links are read from its file. */
export interface TextPlace {
  /** Relative to the root, forward slashes. */
  file: string;
  format: 'md' | 'mdx';
}

/** Takes links to what is private out of a text; their words stay. */
export type Clean = (text: string, place: TextPlace) => string;

type Range = [from: number, to: number];

/** Addresses below the site's base, and files below the root, as `<folder>/<id>` in lower case. */
function hiddenPaths({ ids, entries, files }: Hidden): Set<string> {
  const pages = (Object.keys(folders) as HiddenKind[]).flatMap((kind) =>
    [...ids[kind]].map((id) => `${folders[kind]}/${id}`),
  );
  const parts = Object.entries(entries).flatMap(([page, all]) => [...all].map((id) => `${page}/${id}`));
  const runs = [...ids.exp].flatMap((id) => [`figures/${id}`, `results/${id}`]);
  const paths = [...pages, ...parts, ...runs].map((path) => path.toLowerCase());
  return new Set([...paths, ...[...files].map(pathKey)]);
}

/** `content/tracks/z.zh.md`, `/lab/tracks/z/` below its base and `/zh/tracks/z/#risks` are all `tracks/z`. */
function pathKey(path: string): string {
  const [pathname = '', hash = ''] = path.split('#');
  const steps = pathname.split('/').filter(Boolean);
  while (steps.length > 1 && ['zh', 'content', 'assets', 'api'].includes(steps[0]!)) steps.shift();
  const [folder = '', name = hash] = steps;
  return `${folder}/${name.split('.')[0]}`.toLowerCase();
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

/** Every end of a path: under which base, or on which branch, it was written is not known. */
function endsOf(path: string): string[] {
  const steps = path.split('/').filter(Boolean);
  return steps.map((_, i) => steps.slice(i).join('/'));
}

/** Says of an address, as written in a file, whether it leads to something private, on this site or another copy of it. */
function createTest(hidden: Hidden, paths: ReadonlySet<string>): (url: string, file: string) => boolean {
  return (url, file) => {
    const written = decoded(url.trim());
    if (isHiddenPage(hidden, written)) return true;
    const own = written.replace(/^(?:https?:)?\/\/[^/?#]*/i, '');
    if (own === '' || /^(?:[a-z][a-z\d+.-]*:|#)/i.test(own)) return false;
    const [pathname = '', hash = ''] = own.replace(/\?[^#]*/, '').split('#');
    const absolute = decoded(new URL(encodeURI(pathname), `file:///${encodeURI(file)}`).pathname);
    return endsOf(absolute).some((end) => paths.has(pathKey(`${end}#${hash}`)));
  };
}

const rangeOf = ({ position }: Nodes): Range => [position?.start.offset ?? 0, position?.end.offset ?? 0];

/** All of a node but its words; the whole node where it has none of its own. */
function wrapping(node: Nodes, url: string): Range[] {
  const [from, to] = rangeOf(node);
  const children = 'children' in node ? (node.children as Nodes[]) : [];
  const [only] = children;
  // `www.lab.example` leads to `http://www.lab.example`.
  const bare = only?.type === 'text' ? decoded(only.value) : '';
  const isBare = children.length === 1 && ['', 'http://'].some((start) => start + bare === decoded(url));
  if (children.length === 0 || isBare) return [[from, to]];
  return [
    [from, rangeOf(children[0]!)[0]],
    [rangeOf(children.at(-1)!)[1], to],
  ];
}

/** Attributes of HTML, or of components in a text that is read as plain Markdown, that hold an address. */
const htmlAddress = /\s+(?:href|src|cite)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;

/** Parts of a text that lead to something private. */
function hiddenRanges(tree: Root, text: string, leadsToHidden: (url: string) => boolean): Range[] {
  const definitions = new Map<string, Definition>();
  visit(tree, 'definition', (node) => {
    if (!definitions.has(node.identifier)) definitions.set(node.identifier, node);
  });
  const ranges: Range[] = [];
  visit(tree, (node) => {
    if (node.type === 'html') {
      const [from, to] = rangeOf(node);
      for (const match of text.slice(from, to).matchAll(htmlAddress)) {
        const url = match[1] ?? match[2] ?? match[3] ?? '';
        if (leadsToHidden(url)) ranges.push([from + match.index, from + match.index + match[0].length]);
      }
      return;
    }
    if (isJsx(node)) {
      const { href = '', src = '', cite = '' } = textAttributes(node);
      const component = componentLink(node);
      const url = component ? [component.url] : [href, src, cite];
      const found = url.find(leadsToHidden);
      if (found !== undefined) ranges.push(...(component?.type === 'image' ? [rangeOf(node)] : wrapping(node, found)));
      return;
    }
    const url =
      node.type === 'linkReference' || node.type === 'imageReference'
        ? definitions.get(node.identifier)?.url
        : node.type === 'link' || node.type === 'image' || node.type === 'definition'
          ? node.url
          : undefined;
    if (url !== undefined && leadsToHidden(url)) ranges.push(...wrapping(node, url));
  });
  return ranges;
}

/** A text without the ranges, which may overlap. */
function cut(text: string, ranges: Range[]): string {
  let left = '';
  let at = 0;
  for (const [from, to] of ranges.sort(([a], [b]) => a - b)) {
    if (from > at) left += text.slice(at, from);
    at = Math.max(at, to);
  }
  return left + text.slice(at);
}

/**
 * Makes what takes private links out of running text. A link keeps its words, as the author wrote them for readers; a
 * figure goes with its caption, and a link without words goes whole.
 */
export function cleaner(hidden: Hidden): Clean {
  if (isNothing(hidden)) return (text) => text;
  const paths = hiddenPaths(hidden);
  const leadsToHidden = createTest(hidden, paths);
  const mayMention = mentionTest(hidden, paths);
  return (text, { file, format }) => {
    // Every link, component, element and bare address has one of these.
    if (!/[[<]|:\/\/|www\./i.test(text) || !mayMention(text, file)) return text;
    const parsed = parseMarkdown(text, format);
    const read = 'fault' in parsed ? parseMarkdown(text, 'md') : parsed;
    return 'fault' in read
      ? ''
      : cut(
          text,
          hiddenRanges(read.tree, text, (url) => leadsToHidden(url, file)),
        );
  };
}

import GithubSlugger from 'github-slugger';
import type { Definition, Nodes, Root } from 'mdast';
import { visit } from './walk.ts';
import { isRelative } from './relative-link.ts';
import type { Scheme } from './address.ts';
import { parseEvidenceUrl } from './address.ts';
import type { Literal } from './literals.ts';
import { findLiterals } from './literals.ts';
import { findMdxFaults } from './mdx-faults.ts';
import type { MdxFault } from './mdx-faults.ts';
import { componentLink, isJsx } from './mdx.ts';
import { parseMarkdown, type Parsed } from './parse.ts';

/** An evidence link or component of a text. */
export interface EvidenceLink {
  scheme: Scheme;
  /** What follows the scheme, e.g. `spectra-core/r2?model=vit`. */
  target: string;
  /** As written; empty where the page puts in the value, title or statement. */
  text: string;
  /** Line in the text (1-based). */
  line: number;
}

/** A relative link or picture of a text, or a link to a heading of its own. */
export interface FileLink {
  /** As written. */
  url: string;
  isImage: boolean;
  /** Line in the text (1-based). */
  line: number;
}

export interface TextEvidence {
  links: EvidenceLink[];
  fileLinks: FileLink[];
  /** Fragments that lead into the text: ids of its headings and of its HTML. */
  anchors: string[];
  literals: Literal[];
  /** Empty for `.md`. */
  mdxFaults: MdxFault[];
  /** Evidence addresses written in raw HTML, which is sanitised and never resolved. */
  htmlLinks: { text: string; line: number }[];
}

/** The words of a node, mathematics as written. */
function textOf(node: Nodes): string {
  if ('value' in node) return node.type === 'html' ? '' : node.value;
  if ('alt' in node) return node.alt ?? '';
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

/** The address and words of a link, image, reference or component; null for every other node. */
function linkOf(
  node: Nodes,
  definitions: Map<string, Definition>,
): { url: string; text: string; isImage: boolean } | null {
  if (isJsx(node)) {
    const link = componentLink(node);
    return link && { url: link.url, text: textOf(link), isImage: link.type === 'image' };
  }
  if (node.type === 'link' || node.type === 'image')
    return { url: node.url, text: textOf(node), isImage: node.type === 'image' };
  if (node.type !== 'linkReference' && node.type !== 'imageReference') return null;
  const definition = definitions.get(node.identifier);
  const isImage = node.type === 'imageReference';
  return definition ? { url: definition.url, text: textOf(node), isImage } : null;
}

const htmlEvidence = /(?:href|src)\s*=\s*["']?\s*((?:metric|reported|claim|exp|fig|leaderboard):[^"'\s>]*)/gi;

const htmlId = /\s(?:id|name)\s*=\s*["']?([^"'\s>]+)/gi;

/** The ids that rendering gives headings (`rehypeHeadingIds`), and those that HTML in the text has. */
function anchorsOf(tree: Root): string[] {
  const slugger = new GithubSlugger();
  const anchors: string[] = [];
  visit(tree, (node) => {
    if (node.type === 'heading') anchors.push(slugger.slug(textOf(node)));
    else if (node.type === 'html') anchors.push(...[...node.value.matchAll(htmlId)].map(([, id]) => id!));
  });
  return anchors;
}

function collect(tree: Root): Pick<TextEvidence, 'links' | 'fileLinks' | 'htmlLinks'> {
  const definitions = new Map<string, Definition>();
  visit(tree, 'definition', (node) => {
    if (!definitions.has(node.identifier)) definitions.set(node.identifier, node);
  });
  const links: EvidenceLink[] = [];
  const fileLinks: FileLink[] = [];
  const htmlLinks: TextEvidence['htmlLinks'] = [];
  visit(tree, (node) => {
    const line = node.position?.start.line ?? 1;
    if (node.type === 'html') {
      for (const match of node.value.matchAll(htmlEvidence)) htmlLinks.push({ text: match[1], line });
    }
    const link = linkOf(node, definitions);
    if (!link) return;
    const evidence = parseEvidenceUrl(link.url);
    if (!evidence) {
      if (isRelative(link.url)) fileLinks.push({ url: link.url, isImage: link.isImage, line });
      return;
    }
    const text = link.text.trim();
    links.push({ ...evidence, text: text === link.url ? '' : text, line });
  });
  return { links, fileLinks, htmlLinks };
}

/** What a parsed text says about evidence. A text that is no MDX has that one fault. */
export function evidenceOf(parsed: Parsed, format: 'md' | 'mdx'): TextEvidence {
  if ('fault' in parsed) {
    const { line, message } = parsed.fault;
    const hint = 'Write < and { as \\< and \\{, close every element, or name the file .md.';
    return {
      links: [],
      fileLinks: [],
      anchors: [],
      literals: [],
      htmlLinks: [],
      mdxFaults: [{ line, message: `no MDX: ${message}`, hint }],
    };
  }
  return {
    ...collect(parsed.tree),
    anchors: anchorsOf(parsed.tree),
    literals: findLiterals(parsed.tree),
    mdxFaults: format === 'mdx' ? findMdxFaults(parsed.tree) : [],
  };
}

/** Parses a text for what it says about evidence. */
export const readEvidence = (body: string, format: 'md' | 'mdx'): TextEvidence =>
  evidenceOf(parseMarkdown(body, format), format);

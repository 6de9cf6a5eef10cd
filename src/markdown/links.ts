import type { Definition, Nodes, Root } from 'mdast';
import { visit } from 'unist-util-visit';
import type { Scheme } from './address.ts';
import { parseEvidenceUrl } from './address.ts';
import type { Literal } from './literals.ts';
import { findLiterals } from './literals.ts';
import { findMdxFaults } from './mdx-faults.ts';
import type { MdxFault } from './mdx-faults.ts';
import { componentLink, isJsx } from './mdx.ts';
import { parseMarkdown } from './parse.ts';

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

export interface TextEvidence {
  links: EvidenceLink[];
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
function linkOf(node: Nodes, definitions: Map<string, Definition>): { url: string; text: string } | null {
  if (isJsx(node)) {
    const link = componentLink(node);
    return link && { url: link.url, text: textOf(link) };
  }
  if (node.type === 'link' || node.type === 'image') return { url: node.url, text: textOf(node) };
  if (node.type !== 'linkReference' && node.type !== 'imageReference') return null;
  const definition = definitions.get(node.identifier);
  return definition ? { url: definition.url, text: textOf(node) } : null;
}

const htmlEvidence = /(?:href|src)\s*=\s*["']?\s*((?:metric|reported|claim|exp|fig|leaderboard):[^"'\s>]*)/gi;

function collect(tree: Root): Pick<TextEvidence, 'links' | 'htmlLinks'> {
  const definitions = new Map<string, Definition>();
  visit(tree, 'definition', (node) => {
    if (!definitions.has(node.identifier)) definitions.set(node.identifier, node);
  });
  const links: EvidenceLink[] = [];
  const htmlLinks: TextEvidence['htmlLinks'] = [];
  visit(tree, (node) => {
    const line = node.position?.start.line ?? 1;
    if (node.type === 'html') {
      for (const match of node.value.matchAll(htmlEvidence)) htmlLinks.push({ text: match[1], line });
    }
    const link = linkOf(node, definitions);
    const evidence = link && parseEvidenceUrl(link.url);
    if (!evidence) return;
    const text = link.text.trim();
    links.push({ ...evidence, text: text === link.url ? '' : text, line });
  });
  return { links, htmlLinks };
}

/** Collects what a text says about evidence. A text that is no MDX has that one fault. */
export function readEvidence(body: string, format: 'md' | 'mdx'): TextEvidence {
  const parsed = parseMarkdown(body, format);
  if ('fault' in parsed) {
    const { line, message } = parsed.fault;
    const hint = 'Write < and { as \\< and \\{, close every element, or name the file .md.';
    return { links: [], literals: [], htmlLinks: [], mdxFaults: [{ line, message: `no MDX: ${message}`, hint }] };
  }
  return {
    ...collect(parsed.tree),
    literals: findLiterals(parsed.tree),
    mdxFaults: format === 'mdx' ? findMdxFaults(parsed.tree) : [],
  };
}

import type { Nodes, Root } from 'mdast';
import { visit } from './walk.ts';
import { isJsx } from './mdx.ts';

/** A metric-like number that no evidence link binds. */
export interface Literal {
  /** As it stands in the text, e.g. `R² = 0.71`. */
  text: string;
  /** Line in the text (1-based). */
  line: number;
}

/** Names of metrics as people write them, in words and in TeX, with an index such as `R^2_{\max}` or `R2max`. */
const names = [
  String.raw`(?:\\(?:mathrm|text|mathbf)\{R\}|R)(?:²|\^2|\^\{2\}|2)(?:_?\{?\s*(?:\\(?:rm|mathrm|text)\s*\{?)?\\?(?:max|opt|test|adj|val)\}?\}?)?`,
  String.raw`(?:macro-|micro-)?F_?1`,
  'AUROC|AUPRC|AUC|w?MAE|N?RMSE|w?MSE|ECE|ROC[- ]AUC',
].join('|');

const joined = String.raw`(?:\s*\([^()=<>]{1,30}\))?\s*(?:[=≈≃~:,(＝：，（]|\\approx|\\simeq|\\sim|of|is|was|reaches|reached|from|为|是|约|达到?)?\s*`;

const number = String.raw`[-+−]?\d*\.\d+(?:[eE][-+]?\d+)?\s?%?`;

/** What every number of a literal has: most text has none, and is spared the long look. */
const decimal = /\.\d/;

/** The name stands alone (no Latin or Greek letter before it); `}`, `$`, `*` and `_` may close what surrounds it. */
const literal = new RegExp(
  String.raw`(?<![A-Za-z\p{Script=Greek}\p{N}_/])(?:${names})(?![\d.])[}\s$*_]*${joined}[{$*_]*(${number})`,
  'gu',
);

/** Stands for what is bound, is code, or is no text; no literal reaches across it. */
const opaque = '\u0000';

interface Piece {
  text: string;
  line: number;
}

/** The text of a paragraph, heading or cell, in pieces that know their lines. */
function pieces(node: Nodes): Piece[] {
  const line = node.position?.start.line ?? 1;
  switch (node.type) {
    case 'text':
    case 'inlineMath':
    case 'math':
      return [{ text: node.value, line: node.type === 'math' ? line + 1 : line }];
    case 'break':
      return [{ text: '\n', line }];
    case 'html':
      return [];
  }
  if (
    ['link', 'linkReference', 'image', 'imageReference', 'inlineCode', 'code', 'footnoteReference'].includes(node.type)
  ) {
    return [{ text: opaque, line }];
  }
  if (isJsx(node) && /^[A-Z]/.test(node.name ?? '')) return [{ text: opaque, line }];
  return 'children' in node ? node.children.flatMap(pieces) : [];
}

/** Line of a match: the piece it begins in, and the line breaks before it there. */
function lineAt(all: Piece[], offset: number): number {
  let left = offset;
  for (const { text, line } of all) {
    if (left < text.length) return line + (text.slice(0, left).match(/\n/g)?.length ?? 0);
    left -= text.length;
  }
  return all.at(-1)?.line ?? 1;
}

/** Finds metric-like numbers in running text and mathematics, outside links and code. */
export function findLiterals(tree: Root): Literal[] {
  const found: Literal[] = [];
  visit(tree, (node) => {
    if (!['paragraph', 'heading', 'tableCell', 'math'].includes(node.type)) return;
    const all = pieces(node);
    const text = all.map((piece) => piece.text).join('');
    if (!decimal.test(text)) return;
    for (const match of text.matchAll(literal)) {
      found.push({ text: match[0].replace(/\s+/g, ' ').trim(), line: lineAt(all, match.index) });
    }
  });
  return found;
}

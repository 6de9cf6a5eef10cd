import type { Element, Root, Text } from 'hast';
import { toString } from 'hast-util-to-string';
import { SKIP, visit } from 'unist-util-visit';
import type { VFile } from 'vfile';
import { contextOf } from './file-context.ts';
import { classNames, element, isElement } from './hast.ts';
import { mathWord, normaliseQuery, texSearchText } from './search-text.ts';
import { words } from './words.ts';

/** Names the attribute that Pagefind indexes in place of the drawing. */
const indexed = (text: string): Element['properties'] => ({ dataTex: text, dataPagefindIndexAttrs: 'data-tex' });

/** The TeX that a drawn formula came from; KaTeX keeps it in its MathML. */
function sourceOf(node: Element): string {
  let tex = '';
  visit(node, 'element', (child: Element) => {
    if (child.tagName === 'annotation') tex = toString(child);
  });
  return tex || toString(node);
}

/**
 * Keeps KaTeX's markup out of the search index and puts a plain spelling in: `R²`, `R^2` and `$R^2$` find the same
 * pages. Runs after rehype-katex.
 */
export function rehypeSearchableMath() {
  return (tree: Root, file: VFile): void => {
    const label = words[contextOf(file).lang ?? 'en'].formula;
    visit(tree, 'element', (node: Element, index, parent) => {
      if (isElement(node, 'code', 'pre', 'script')) return SKIP;
      const names = classNames(node);
      if (!names.some((name) => name === 'katex' || name === 'katex-display' || name === 'katex-error')) return;
      // A long formula scrolls in its own box, also by keyboard.
      if (names.includes('katex-display'))
        node.properties = { ...node.properties, tabIndex: 0, role: 'group', ariaLabel: label };
      const drawn = element('span', { dataPagefindIgnore: '' }, node);
      const wrapped = element('span', indexed(texSearchText(sourceOf(node))), drawn);
      if (names.includes('katex-display')) wrapped.properties.className = ['math-block'];
      parent!.children[index!] = wrapped;
      return SKIP;
    });
    visit(tree, (node, index, parent) => {
      if (node.type === 'element') return isDrawnOrCode(node) ? SKIP : undefined;
      if (node.type !== 'text' || !parent || index === undefined || !hasMathWord.test(node.value)) return;
      const parts = splitWords(node.value);
      parent.children.splice(index, 1, ...parts);
      return index + parts.length;
    });
  };
}

const hasMathWord = new RegExp(mathWord.source, 'u');

const isDrawnOrCode = (node: Element): boolean =>
  isElement(node, 'code', 'pre') || node.properties.dataPagefindIgnore !== undefined;

function splitWords(text: string): (Element | Text)[] {
  const parts: (Element | Text)[] = [];
  let at = 0;
  for (const match of text.matchAll(mathWord)) {
    if (match.index > at) parts.push({ type: 'text', value: text.slice(at, match.index) });
    parts.push(element('span', indexed(normaliseQuery(match[0])), match[0]));
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ type: 'text', value: text.slice(at) });
  return parts;
}

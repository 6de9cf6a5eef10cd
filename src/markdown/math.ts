import type { Element, Root, Text } from 'hast';
import { toText } from 'hast-util-to-text';
import katex from 'katex';
import type { Handlers, Raw } from 'mdast-util-to-hast';
import { SKIP, visit, visitParents } from './walk.ts';
import type { VFile } from 'vfile';
import { contextOf } from './file-context.ts';
import { attribute, classNames, element, isElement } from './hast.ts';
import { mathWord, normaliseQuery, texSearchText } from './search-text.ts';
import { words } from './words.ts';

interface Literal {
  value: string;
}

const code = (kind: string, tex: string): Element => element('code', { className: ['language-math', kind] }, tex);

/** Formulas of Markdown as HTML, each as it is written: sanitised as code, then drawn. */
export const mathHandlers: Handlers = {
  inlineMath: (_, { value }: Literal) => code('math-inline', value),
  math: (_, { value }: Literal) => element('pre', {}, code('math-display', value)),
};

/** Names the attribute that Pagefind indexes in place of the drawing. */
const indexed = (text: string): Element['properties'] => ({ dataTex: text, dataPagefindIndexAttrs: 'data-tex' });

interface Drawn {
  html: string;
  /** What it is found by. */
  found: string;
}

/** Drawn formulas, most of which stand on several pages; forgotten all together when there are many. */
const drawn = new Map<string, Drawn>();
const mostDrawn = 4000;

/** A formula as it is shown; a faulty one is shown as it is written. */
function draw(tex: string, displayMode: boolean): Drawn {
  const key = `${displayMode ? 'd' : 'i'}${tex}`;
  const known = drawn.get(key);
  if (known !== undefined) return known;
  const html = katex.renderToString(tex, { displayMode, strict: 'ignore', throwOnError: false, errorColor: '#b3261e' });
  if (drawn.size >= mostDrawn) drawn.clear();
  const made = { html, found: texSearchText(tex) };
  drawn.set(key, made);
  return made;
}

const displayTag = '<span class="katex-display">';

/**
 * A drawing, kept as a string: a formula has hundreds of elements, and nothing after this looks into them. KaTeX alone
 * writes it, and lets no HTML of the formula through.
 */
function formula(tex: string, display: boolean, label: string): Element {
  const { html, found } = draw(tex, display);
  // A long formula scrolls in its own box, also by keyboard.
  const open = `<span class="katex-display" tabindex="0" role="group" aria-label="${attribute(label)}">`;
  const raw: Raw = { type: 'raw', value: html.startsWith(displayTag) ? open + html.slice(displayTag.length) : html };
  const wrapped = element('span', indexed(found), element('span', { dataPagefindIgnore: '' }, raw));
  if (display) wrapped.properties.className = ['math-block'];
  return wrapped;
}

/**
 * Draws formulas, keeps KaTeX's markup out of the search index and puts a plain spelling in: `R²`, `R^2` and `$R^2$`
 * find the same pages.
 */
export function rehypeMath() {
  return (tree: Root, file: VFile): void => {
    const label = words[contextOf(file).lang ?? 'en'].formula;
    visitParents(tree, 'element', (node: Element, ancestors) => {
      const names = classNames(node);
      const fenced = names.includes('language-math');
      if (!fenced && !names.includes('math-inline') && !names.includes('math-display')) return;
      const parent = ancestors.at(-1)!;
      // A fence `math` stands in a `pre`, which the formula replaces.
      const inPre = fenced && isElement(node, 'code') && parent.type === 'element' && parent.tagName === 'pre';
      const [scope, holder] = inPre ? [parent as Element, ancestors.at(-2)!] : [node, parent];
      const display = inPre || names.includes('math-display');
      const tex = toText(scope, { whitespace: 'pre' });
      holder.children[holder.children.indexOf(scope)] = formula(tex, display, label);
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

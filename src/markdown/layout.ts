import type { Element, ElementContent, Root } from 'hast';
import GithubSlugger from 'github-slugger';
import { toString } from 'hast-util-to-string';
import { visit } from './walk.ts';
import type { VFile } from 'vfile';
import type { Heading } from './context.ts';
import { contextOf } from './file-context.ts';
import { classNames, element, isElement } from './hast.ts';
import { addHole } from './holes.ts';
import { words } from './words.ts';

const level = (node: ElementContent): number =>
  node.type === 'element' && /^h[1-6]$/.test(node.tagName) ? Number(node.tagName[1]) : 0;

/** The page has the one `h1`: where a text has its own, every heading moves down by one. */
export function rehypeShiftHeadings() {
  return (tree: Root): void => {
    let hasTitle = false;
    visit(tree, 'element', (node: Element) => {
      hasTitle ||= level(node) === 1;
    });
    if (!hasTitle) return;
    visit(tree, 'element', (node: Element) => {
      if (level(node) > 0) node.tagName = `h${Math.min(6, level(node) + 1)}`;
    });
  };
}

/** Gives every heading an id made from its text, each once. */
export function rehypeHeadingIds() {
  return (tree: Root): void => {
    const slugger = new GithubSlugger();
    visit(tree, 'element', (node: Element) => {
      if (level(node) > 0) node.properties.id ||= slugger.slug(toString(node));
    });
  };
}

/** Keeps the headings for a table of contents. Runs after the ids are set and before links get badges. */
export function rehypeCollectHeadings() {
  return (tree: Root, file: VFile): void => {
    const headings: Heading[] = [];
    visit(tree, 'element', (node: Element) => {
      if (level(node) === 0 || !node.properties.id || isHidden(node)) return;
      headings.push({ depth: level(node), id: String(node.properties.id), text: toString(node).trim() });
    });
    file.data.headings = headings;
  };
}

/** Begins every id, and every reference to one, with the document's prefix. */
export function rehypePrefixIds() {
  return (tree: Root, file: VFile): void => {
    const prefix = contextOf(file).idPrefix ?? '';
    if (prefix === '') return;
    visit(tree, 'element', ({ properties }: Element) => {
      if (properties.id !== undefined) properties.id = prefix + properties.id;
      const href = String(properties.href ?? '');
      if (href.startsWith('#')) properties.href = `#${prefix}${href.slice(1)}`;
      for (const name of ['ariaDescribedBy', 'ariaLabelledBy']) {
        const ids = properties[name];
        if (Array.isArray(ids)) properties[name] = ids.map((id) => `${prefix}${id}`);
        else if (ids !== undefined) properties[name] = `${prefix}${ids}`;
      }
    });
  };
}

/** Text of a node, formulas by the words they are found by. */
function spoken(node: ElementContent): string {
  if (node.type === 'text') return node.value;
  if (node.type !== 'element') return '';
  const { dataTex } = node.properties;
  return typeof dataTex === 'string' ? dataTex : node.children.map(spoken).join('');
}

/** What the header row says, for the name of the region that a wide table scrolls in. */
function tableName(table: Element, word: string): string {
  let header = '';
  visit(table, 'element', (row: Element) => {
    if (header !== '' || row.tagName !== 'tr') return;
    const cells = row.children.map((cell) => spoken(cell).trim());
    header = cells.filter((text) => text !== '').join(', ');
  });
  return header === '' ? word : `${word}: ${header.slice(0, 120)}`;
}

/** Wide tables scroll by themselves, also with the keyboard; task boxes and pictures get names. */
export function rehypeAccessible() {
  return (tree: Root, file: VFile): void => {
    const word = words[contextOf(file).lang ?? 'en'];
    // Two regions of one name could not be told apart.
    const named = new Map<string, number>();
    visit(tree, 'element', (node: Element, index, parent) => {
      if (isElement(node, 'input')) node.properties.ariaLabel = node.properties.checked ? word.done : word.open;
      if (isElement(node, 'img')) node.properties.alt ??= '';
      if (!isElement(node, 'table')) return;
      const name = tableName(node, word.table);
      const count = (named.get(name) ?? 0) + 1;
      named.set(name, count);
      const region = {
        className: ['table-scroll'],
        tabIndex: 0,
        role: 'region',
        ariaLabel: count === 1 ? name : `${name} (${count})`,
      };
      parent!.children[index!] = element('div', region, node);
    });
  };
}

/** The heading that only screen readers get; GFM writes one above footnotes. */
const isHidden = (node: Element): boolean => level(node) > 0 && classNames(node).includes('sr-only');

/** Footnotes in the text's language: GFM's words are English. */
export function rehypeFootnotes() {
  return (tree: Root, file: VFile): void => {
    const word = words[contextOf(file).lang ?? 'en'];
    visit(tree, 'element', (node: Element) => {
      if (isHidden(node)) node.children = [{ type: 'text', value: word.footnotes }];
      if (node.properties.dataFootnoteBackref === undefined) return;
      const label = String(node.properties.ariaLabel);
      node.properties.ariaLabel = label.replace(words.en.backToReference, word.backToReference);
    });
  };
}

/** Leaves holes for the site's own addresses, and says which links leave the site. */
export function rehypeLinks() {
  return (tree: Root, file: VFile): void => {
    visit(tree, 'element', ({ tagName, properties }: Element) => {
      const name = tagName === 'a' ? 'href' : tagName === 'img' ? 'src' : null;
      const address = name && properties[name];
      if (typeof address !== 'string') return;
      if (tagName === 'a' && /^(?:https?:)?\/\//i.test(address)) {
        properties.rel = ['external', 'noopener', 'noreferrer'];
      }
      if (!/^(?:[a-z][a-z\d+.-]*:|#|\/\/)/i.test(address)) properties[name!] = addHole(file, { address });
    });
  };
}

import type { Element, ElementContent, Properties, Root } from 'hast';
import rehypeRaw from 'rehype-raw';
import rehypeStringify from 'rehype-stringify';
import { unified } from 'unified';
import { drawingElements, innerPicture } from './svg-elements.ts';

/** Parses markup as a browser would, into a tree. */
const parser = unified().use(rehypeRaw);

const printer = unified().use(rehypeStringify);

/** Prints what is XML too. */
const filePrinter = unified().use(rehypeStringify, { space: 'svg', closeSelfClosing: true, closeEmptyElements: true });

export function parseMarkup(markup: string): Root {
  const raw: Root = { type: 'root', children: [{ type: 'raw', value: markup }] };
  return parser.runSync(raw) as Root;
}

/** Keeps references inside the drawing, renamed with its ids; null drops the attribute. */
function cleanValue(name: string, value: string, prefix: string): string | null {
  if (name === 'id') return prefix + value;
  if (name === 'href' || name === 'xLinkHref') {
    return value.startsWith('#') ? `#${prefix}${value.slice(1)}` : innerPicture.test(value) ? value : null;
  }
  if (/^aria(LabelledBy|DescribedBy)$/i.test(name)) {
    return value.replace(/\S+/g, (id) => prefix + id);
  }
  const local = value.replace(/url\(\s*(['"]?)#([^'")]+)\1\s*\)/g, (_, __, id) => `url(#${prefix}${id})`);
  const foreign = local.replaceAll(`url(#${prefix}`, '');
  return /url\(|expression\(|@import|\\/i.test(foreign) ? null : local;
}

function cleanProperties(properties: Properties, prefix: string): Properties {
  const kept: Properties = {};
  for (const [name, value] of Object.entries(properties)) {
    if (/^on/i.test(name)) continue;
    if (typeof value === 'string') {
      const clean = cleanValue(name, value, prefix);
      if (clean !== null) kept[name] = clean;
    } else if (Array.isArray(value)) {
      const clean = cleanValue(name, value.join(' '), prefix);
      if (clean !== null) kept[name] = clean;
    } else kept[name] = value;
  }
  return kept;
}

function clean(node: ElementContent, prefix: string): ElementContent[] {
  if (node.type === 'text') return [node];
  if (node.type !== 'element' || !drawingElements.has(node.tagName)) return [];
  return [
    {
      type: 'element',
      tagName: node.tagName,
      properties: cleanProperties(node.properties, prefix),
      children: node.children.flatMap((child) => clean(child, prefix)),
    },
  ];
}

function findSvg(svg: string): Element | undefined {
  const bare = svg.replace(/<\?xml[^>]*\?>|<!DOCTYPE[^>]*>/gi, '');
  return parseMarkup(bare).children.find((node): node is Element => node.type === 'element' && node.tagName === 'svg');
}

/**
 * A figure's SVG as a tree that may stand in a page: no script, nothing loaded from elsewhere, every id prefixed.
 * Null where the text holds no drawing.
 */
export function svgElement(svg: string, prefix: string, description: string): Element | null {
  const found = findSvg(svg);
  if (!found) return null;
  const [root] = clean(found, prefix) as Element[];
  root.properties.role = 'img';
  delete root.properties.ariaHidden;
  if (description && !root.properties.ariaLabelledBy) root.properties.ariaLabel = description;
  return root;
}

/** The same as text, for pages that show a figure by themselves; empty where the text holds no drawing. */
export function inlineSvg(svg: string, prefix: string, description: string): string {
  const root = svgElement(svg, prefix, description);
  return root ? printer.stringify({ type: 'root', children: [root] }) : '';
}

/** Takes out the attributes that programs keep for themselves, such as the path of an export. */
function dropForeign(node: ElementContent): void {
  if (node.type !== 'element') return;
  for (const name of Object.keys(node.properties)) if (/:|^data[A-Z]/.test(name)) delete node.properties[name];
  node.children.forEach(dropForeign);
}

/** An SVG file with its drawing and nothing else: no script, no style sheet, no metadata. Null where it holds none. */
export function bareSvg(svg: string): string | null {
  const found = findSvg(svg);
  if (!found) return null;
  const [root] = clean(found, '') as Element[];
  dropForeign(root);
  root.properties.xmlns = 'http://www.w3.org/2000/svg';
  return filePrinter.stringify({ type: 'root', children: [root] });
}

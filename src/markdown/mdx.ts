import type { Image, Link, Nodes, Parent, PhrasingContent, Root } from 'mdast';
import type { MdxJsxAttribute, MdxJsxFlowElement, MdxJsxTextElement } from 'mdast-util-mdx';
import { defaultSchema } from 'rehype-sanitize';
import type { Scheme } from './address.ts';

export type Jsx = MdxJsxFlowElement | MdxJsxTextElement;

/** The components of a content `.mdx`, the attribute that each needs, and the link that it stands for. */
export const components: Record<string, { scheme: Scheme; needs: string; image?: true }> = {
  Metric: { scheme: 'metric', needs: 'of' },
  Figure: { scheme: 'fig', needs: 'of', image: true },
  Leaderboard: { scheme: 'leaderboard', needs: 'suite', image: true },
  Claim: { scheme: 'claim', needs: 'id' },
};

/** HTML that a content `.mdx` may hold, as in `.md`. */
export const htmlTags: ReadonlySet<string> = new Set(defaultSchema.tagNames);

export const isJsx = (node: Nodes): node is Jsx =>
  node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement';

/** The attributes that are plain text; `{expressions}` and spreads are left out. */
export function textAttributes(node: Jsx): Record<string, string> {
  const plain = node.attributes.filter(
    (attribute): attribute is MdxJsxAttribute =>
      attribute.type === 'mdxJsxAttribute' && typeof (attribute.value ?? '') === 'string',
  );
  return Object.fromEntries(plain.map(({ name, value }) => [name, (value as string | null | undefined) ?? '']));
}

/** The link or image that a component stands for, or null for other elements. */
export function componentLink(node: Jsx): Link | Image | null {
  const component = Object.hasOwn(components, node.name ?? '') ? components[node.name!] : null;
  if (!component) return null;
  const attributes = textAttributes(node);
  const url = `${component.scheme}:${attributes[component.needs] ?? ''}`;
  const position = node.position;
  if (component.image) return { type: 'image', url, alt: attributes.caption ?? '', position };
  const children = node.children.flatMap((child) =>
    'children' in child && child.type === 'paragraph' ? child.children : [child],
  );
  return { type: 'link', url, children: children as PhrasingContent[], position };
}

const propertyNames: Record<string, string> = {
  class: 'className',
  colspan: 'colSpan',
  rowspan: 'rowSpan',
  datetime: 'dateTime',
};

/** HTML written in `.mdx`, as a node that becomes an element; the sanitiser meets it like any other. */
function htmlNode(node: Jsx): Nodes {
  const properties = Object.entries(textAttributes(node)).map(([name, value]) => [
    propertyNames[name] ?? name,
    value === '' ? true : value,
  ]);
  const data = { hName: node.name!, hProperties: Object.fromEntries(properties) };
  return {
    type: node.type === 'mdxJsxTextElement' ? 'emphasis' : 'blockquote',
    data,
    children: node.children,
  } as Nodes;
}

/** A paragraph of HTML elements only, e.g. `<summary>` on its own line, is no paragraph. */
function isUnravelled(node: Nodes): boolean {
  return (
    node.type === 'paragraph' &&
    node.children.every((child) =>
      isJsx(child) ? htmlTags.has(child.name ?? '') : child.type === 'text' && child.value.trim() === '',
    )
  );
}

function toData(node: Nodes): Nodes[] {
  if (node.type === 'mdxFlowExpression' || node.type === 'mdxTextExpression' || node.type === 'mdxjsEsm') return [];
  const unravelled = isUnravelled(node);
  if ('children' in node) (node as Parent).children = (node.children as Nodes[]).flatMap(toData) as Parent['children'];
  if (!isJsx(node)) return unravelled ? (node as Parent).children : [node];
  const link = componentLink(node);
  if (link) return [node.type === 'mdxJsxFlowElement' ? { type: 'paragraph', children: [link] } : link];
  return node.name && htmlTags.has(node.name) ? [htmlNode(node)] : (node.children as Nodes[]);
}

/**
 * Turns what MDX adds into data: components into the links they stand for, HTML into elements. Imports, exports and
 * expressions, which the rule `mdx-is-data` reports, never run: they are taken out here.
 */
export function remarkMdxIsData() {
  return (tree: Root): void => {
    tree.children = tree.children.flatMap(toData) as Root['children'];
  };
}

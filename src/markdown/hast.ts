import type { Element, ElementContent, Properties, Root, RootContent } from 'hast';

/** Makes an element; strings become text, null is left out. */
export function element(
  tagName: string,
  properties: Properties,
  ...children: (ElementContent | string | null)[]
): Element {
  const content = children.filter((child) => child !== null);
  return {
    type: 'element',
    tagName,
    properties,
    children: content.map((child) => (typeof child === 'string' ? { type: 'text', value: child } : child)),
  };
}

/** Whether a node is an element of one of these names. */
export const isElement = (node: RootContent | Root, ...names: string[]): boolean =>
  node.type === 'element' && names.includes(node.tagName);

/** The class names of an element, which the HTML parser keeps as a list. */
export function classNames(node: Element): string[] {
  const value = node.properties.className;
  return Array.isArray(value) ? value.map(String) : [];
}

/** Replaces an element in place, so that no index of its parent moves. */
export function become(node: Element, other: Element): void {
  node.tagName = other.tagName;
  node.properties = other.properties;
  node.children = other.children;
}

/** Text as it is written in an attribute of HTML. */
export const attribute = (text: string): string =>
  text.replace(/[&"<]/g, (sign) => `&#x${sign.codePointAt(0)!.toString(16).toUpperCase()};`);

import { hash } from 'node:crypto';
import type { Element, ElementContent, RootContent } from 'hast';
import rehypeStringify from 'rehype-stringify';
import { unified } from 'unified';
import type { VFile } from 'vfile';
import type { RenderContext } from './context.ts';
import { evidenceElement, type Evidence } from './evidence-markup.ts';
import { attribute, element, isElement } from './hast.ts';

/**
 * A place in a rendered text whose HTML is made when a page shows it: by the evidence of today, and by where the site is
 * served. All around it follows from the text alone.
 */
export type Hole =
  | { address: string }
  | {
      evidence: Evidence;
      /** Tells it from the others of the text. */
      number: number;
      /** HTML of the words that the text has for it; may have holes itself. */
      inner: string;
      /** Whether it was taken out of the paragraph that it stood in. */
      apart: boolean;
    };

/** HTML in which tokens stand for holes. */
export interface HoledHtml {
  html: string;
  holes: Hole[];
  /** Part of every token. */
  nonce: string;
}

/** Content cannot hold its own hash, so it cannot forge a token. */
export const nonceOf = (file: VFile): string =>
  (file.data.nonce ??= hash('sha256', String(file.value)).slice(0, 16)) as string;

/** The holes of a document so far. */
export const holesOf = (file: VFile): Hole[] => (file.data.holes ??= []) as Hole[];

/** Takes note of a hole. @returns the token that stands for it. */
export function addHole(file: VFile, hole: Hole): string {
  const count = holesOf(file).push(hole);
  return `hole-${nonceOf(file)}-${count - 1}.`;
}

const printer = unified().use(rehypeStringify, { allowDangerousHtml: true }).freeze();

/** HTML of clean nodes; what was drawn before is in them as it is. */
export const print = (children: RootContent[]): string => printer.stringify({ type: 'root', children });

export const isBlock = (node: ElementContent): boolean => isElement(node, 'figure', 'div');

/** Where an address of a text leads on the site. */
function siteAddress(address: string, { base, resolver }: RenderContext): string {
  if (address.startsWith('/')) return address.startsWith(base) ? address : base + address.slice(1);
  return resolver.file?.(address) ?? address;
}

/** The HTML of a page's text, with what is to be shown in each hole. */
export function fillHoles({ html, holes, nonce }: HoledHtml, context: RenderContext): string {
  const token = new RegExp(`hole-${nonce}-(\\d+)\\.`, 'g');

  function fill(hole: Hole): string {
    if ('address' in hole) return attribute(siteAddress(hole.address, context));
    const { evidence, number, inner, apart } = hole;
    const children = inner === '' ? [] : [{ type: 'raw', value: fillAll(inner) } as unknown as ElementContent];
    const idPrefix = `${context.idPrefix ?? ''}fig-${number}-`;
    const shown: Element = evidenceElement(evidence, { context, children, idPrefix });
    return print([apart && !isBlock(shown) ? element('p', {}, shown) : shown]);
  }

  function fillAll(text: string): string {
    return text.replace(token, (_, index: string) => fill(holes[Number(index)]!));
  }

  return holes.length === 0 ? html : fillAll(html);
}

import { createHash } from 'node:crypto';
import type { Element, ElementContent, Root } from 'hast';
import { toString } from 'hast-util-to-string';
import { visit } from './walk.ts';
import type { VFile } from 'vfile';
import { parseEvidenceUrl } from './address.ts';
import type { Evidence } from './evidence-markup.ts';
import { evidenceElement } from './evidence-markup.ts';
import { contextOf } from './file-context.ts';
import { become, isElement } from './hast.ts';

/** Content cannot hold its own hash, so it cannot forge a token either. */
function nonceOf(file: VFile): string {
  return createHash('sha256').update(String(file.value)).digest('hex').slice(0, 16);
}

/**
 * Marks evidence links with tokens, before HTML is sanitised: a sanitiser drops unknown schemes.
 * The text is kept, and sanitised like any other.
 */
export function rehypeMarkEvidence() {
  return (tree: Root, file: VFile): void => {
    const nonce = nonceOf(file);
    const found: Evidence[] = [];
    visit(tree, 'element', (node: Element) => {
      if (!isElement(node, 'a', 'img')) return;
      const image = node.tagName === 'img';
      const url = String((image ? node.properties.src : node.properties.href) ?? '');
      const evidence = parseEvidenceUrl(decodeUrl(url));
      if (!evidence) return;
      const written = image ? String(node.properties.alt ?? '') : toString(node).trim();
      // An autolink (`<metric:a/b>`) shows its own address: that is no text either.
      const text = written === decodeUrl(url) ? '' : written;
      found.push({ ...evidence, text, image });
      const children = text === '' || image ? [] : node.children;
      become(node, {
        type: 'element',
        tagName: 'span',
        properties: { dataEvidence: `${nonce}-${found.length - 1}` },
        children,
      });
    });
    file.data.evidence = found;
  };
}

/** Markdown percent-encodes what a URL may not hold, e.g. Chinese text; addresses are compared as written. */
function decodeUrl(url: string): string {
  return url.replace(/%(?:[89A-F][0-9A-F])(?:%[89A-F][0-9A-F])*/gi, (part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
}

/** Puts links, badges and figures where the tokens stand, after sanitising. */
export function rehypeEvidence() {
  return (tree: Root, file: VFile): void => {
    const nonce = nonceOf(file);
    const found = (file.data.evidence ?? []) as Evidence[];
    const context = contextOf(file);
    visit(tree, 'element', (node: Element) => {
      const token = node.properties.dataEvidence;
      if (token === undefined) return;
      delete node.properties.dataEvidence;
      const [by, at] = String(token).split('-');
      const evidence = by === nonce ? found[Number(at)] : undefined;
      if (!evidence) return;
      const idPrefix = `${context.idPrefix ?? ''}fig-${at}-`;
      become(node, evidenceElement(evidence, { context, children: node.children, idPrefix }));
    });
    visit(tree, 'element', (node: Element, index, parent) => {
      if (node.tagName !== 'p' || index === undefined || !parent) return;
      if (!node.children.some(isBlock)) return;
      parent.children.splice(index, 1, ...split(node));
    });
  };
}

const isBlock = (node: ElementContent): boolean => isElement(node, 'figure', 'div');

/** A paragraph may not hold a figure: the figure stands between what comes before and after it. */
function split(paragraph: Element): Element[] {
  const parts: Element[] = [];
  let line: ElementContent[] = [];
  const flush = (): void => {
    const empty = line.every((node) => (node.type === 'text' && node.value.trim() === '') || isElement(node, 'br'));
    if (!empty) parts.push({ ...paragraph, children: line });
    line = [];
  };
  for (const node of paragraph.children) {
    if (isBlock(node)) {
      flush();
      parts.push(node as Element);
    } else line.push(node);
  }
  flush();
  return parts;
}

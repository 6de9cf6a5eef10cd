import type { Element, ElementContent, Root } from 'hast';
import { toString } from 'hast-util-to-string';
import type { Raw } from 'mdast-util-to-hast';
import type { VFile } from 'vfile';
import { parseEvidenceUrl } from './address.ts';
import { isBlockEvidence, type Evidence } from './evidence-markup.ts';
import { become, isElement } from './hast.ts';
import { addHole, isBlock, nonceOf, print } from './holes.ts';
import { visit } from './walk.ts';

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

/** Leaves a hole where each token stands, after sanitising: what is shown there is for `fillHoles`. */
export function rehypeEvidence() {
  return (tree: Root, file: VFile): void => {
    const nonce = nonceOf(file);
    const found = (file.data.evidence ?? []) as Evidence[];

    const bound = (node: ElementContent): { evidence: Evidence; number: number } | null => {
      if (node.type !== 'element' || node.properties.dataEvidence === undefined) return null;
      const [by, number] = String(node.properties.dataEvidence).split('-');
      const evidence = by === nonce ? found[Number(number)] : undefined;
      return evidence ? { evidence, number: Number(number) } : null;
    };

    const apart = new Set<ElementContent>();
    function leaveHoles(parent: Element | Root): void {
      parent.children = parent.children.map((node) => {
        if (node.type !== 'element') return node;
        leaveHoles(node);
        const link = bound(node);
        delete node.properties.dataEvidence;
        if (!link) return node;
        const value = addHole(file, { ...link, inner: print(node.children), apart: apart.has(node) });
        return { type: 'raw', value } satisfies Raw;
      }) as Element['children'];
    }

    /** A paragraph may not hold a figure: the figure stands between what comes before and after it. */
    const isApart = (node: ElementContent): boolean => isBlock(node) || isBlockEvidence(bound(node)?.evidence);
    visit(tree, 'element', (node: Element, index, parent) => {
      if (node.tagName !== 'p' || index === undefined || !parent || !node.children.some(isApart)) return;
      for (const child of node.children) if (isApart(child)) apart.add(child);
      parent.children.splice(index, 1, ...split(node, isApart));
    });
    leaveHoles(tree);
  };
}

function split(paragraph: Element, isApart: (node: ElementContent) => boolean): Element[] {
  const parts: Element[] = [];
  let line: ElementContent[] = [];
  const flush = (): void => {
    const empty = line.every((node) => (node.type === 'text' && node.value.trim() === '') || isElement(node, 'br'));
    if (!empty) parts.push({ ...paragraph, children: line });
    line = [];
  };
  for (const node of paragraph.children) {
    if (isApart(node)) {
      flush();
      parts.push(node as Element);
    } else line.push(node);
  }
  flush();
  return parts;
}

import { escapeHtml } from '../lib/format.ts';
import { plainText } from '../lib/tex.ts';
import type { Words } from '../text/words.ts';
import { curve, layoutLayers, type Box } from './layered-graph.ts';
import { icon, label, linked, rectangle, wrap } from './svg.ts';

/** What a tree is drawn from. */
export interface TreeDrawing {
  title: string;
  nodes: {
    id: string;
    kind: 'action' | 'condition' | 'outcome';
    /** May hold TeX between dollars. */
    text: string;
    state: 'yes' | 'no' | 'unknown' | 'done' | 'todo';
    /** The state in words, for readers of the screen: `verified`, `done`. */
    says: string;
    /** Whether the way that is open now leads through it. */
    onPath: boolean;
    href: string | null;
  }[];
  /** `open`: null where it is not known yet. */
  edges: { from: string; to: string; open: boolean | null }[];
}

const width = 196;
const lineHeight = 14;

/** Icon of the sprite; an end has none. */
const icons = {
  yes: 'verified',
  done: 'verified',
  no: 'falsified',
  unknown: 'unexecuted',
  todo: 'unexecuted',
} as const;

function drawNode(node: TreeDrawing['nodes'][number], lines: string[], box: Box, t: Words): string {
  const marked = node.kind !== 'outcome';
  const left = box.x + (marked ? 26 : 10);
  const content =
    rectangle(box, `node ${node.kind}${node.onPath ? ' open' : ''}`) +
    (marked ? icon(box.x + 7, box.y + 8, icons[node.state]) : '') +
    lines.map((line, i) => label(left, box.y + 18 + i * lineHeight, line)).join('');
  const name = `${t(node.kind)}: ${plainText(node.text)}. ${node.says}${node.onPath ? t(', on the open way') : ''}`;
  return node.href ? linked(node.href, name, content) : `<g role="img" aria-label="${escapeHtml(name)}">${content}</g>`;
}

/** Draws a decision tree from top to bottom; the way that is open now is marked. */
export function drawDecisionTree({ title, nodes, edges }: TreeDrawing, t: Words): string {
  const lines = new Map(
    nodes.map((node) => [node.id, wrap(plainText(node.text), node.kind === 'outcome' ? 31 : 28, 4)]),
  );
  const layout = layoutLayers({
    boxes: new Map(nodes.map(({ id }) => [id, { w: width, h: 14 + lines.get(id)!.length * lineHeight }])),
    edges,
    direction: 'TB',
    gaps: { layer: 34, box: 18 },
  });
  const box = (id: string): Box => layout.placed.get(id)!;
  const passed = new Map(nodes.map(({ id, onPath }) => [id, onPath]));
  const paths = edges.map(({ from, to, open }) => {
    const kind = passed.get(from) && passed.get(to) ? ' open' : open === null ? ' planned' : open ? '' : ' closed';
    return `<path class="edge${kind}" d="${curve(box(from), box(to), 'TB')}"/>`;
  });
  return (
    `<svg viewBox="-1 -1 ${Math.ceil(layout.width) + 2} ${Math.ceil(layout.height) + 2}" width="${Math.ceil(layout.width) + 2}" ` +
    `font-size="12" role="group" aria-label="${escapeHtml(t('Decision tree: {title}', { title: plainText(title) }))}">` +
    `${paths.join('')}${nodes.map((node) => drawNode(node, lines.get(node.id)!, box(node.id), t)).join('')}</svg>`
  );
}

import { Graph, layout } from '@dagrejs/dagre';

/** A box and where it lies; x and y are its upper left corner, in units of the drawing. */
export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface LayeredGraph {
  /** Size of each box by id, in the order in which equals are placed. */
  boxes: Map<string, Pick<Box, 'w' | 'h'>>;
  edges: { from: string; to: string }[];
  /** `LR`: layers are columns; `TB`: layers are rows. */
  direction: 'LR' | 'TB';
  /** Between layers, and between the boxes of one layer. */
  gaps: { layer: number; box: number };
  /** Keep boxes of a layer in the order in which they are met from the first box on, in place of fewest crossings. */
  keepOrder?: boolean;
}

/** Lays a graph out in layers, by the kept library dagre: the same input gives the same places everywhere. */
export function layoutLayers({ boxes, edges, direction, gaps, keepOrder = false }: LayeredGraph): {
  placed: Map<string, Box>;
  width: number;
  height: number;
} {
  const graph = new Graph();
  graph.setGraph({ rankdir: direction, ranksep: gaps.layer, nodesep: gaps.box, edgesep: gaps.box / 2 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const [id, { w, h }] of boxes) graph.setNode(id, { width: w, height: h });
  for (const { from, to } of edges) graph.setEdge(from, to);
  layout(graph, { disableOptimalOrderHeuristic: keepOrder });
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const placed = new Map(
    [...boxes].map(([id, { w, h }]) => {
      const { x, y } = graph.node(id) as { x: number; y: number };
      return [id, { x: x - w / 2, y: y - h / 2, w, h }];
    }),
  );
  return { placed, width, height };
}

const round = (value: number): string => String(Math.round(value * 10) / 10);

/** A line from one box to another that leaves and arrives at right angles to their sides; path data of SVG. */
export function curve(from: Box, to: Box, direction: LayeredGraph['direction']): string {
  if (direction === 'LR') {
    const [x1, y1, x2, y2] = [from.x + from.w, from.y + from.h / 2, to.x, to.y + to.h / 2];
    const middle = round((x1 + x2) / 2);
    return `M${round(x1)} ${round(y1)}C${middle} ${round(y1)} ${middle} ${round(y2)} ${round(x2)} ${round(y2)}`;
  }
  const [x1, y1, x2, y2] = [from.x + from.w / 2, from.y + from.h, to.x + to.w / 2, to.y];
  const middle = round((y1 + y2) / 2);
  return `M${round(x1)} ${round(y1)}C${round(x1)} ${middle} ${round(x2)} ${middle} ${round(x2)} ${round(y2)}`;
}

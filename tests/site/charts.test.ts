import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { drawDecisionTree, type TreeDrawing } from '../../src/site/charts/decision-tree.ts';
import { words } from '../../src/site/text/words.ts';
import { curve, layoutLayers, type Box } from '../../src/site/charts/layered-graph.ts';
import { wrap } from '../../src/site/charts/svg.ts';

const box = { w: 100, h: 20 };
const graph = {
  boxes: new Map(['a', 'b', 'c', 'd', 'e'].map((id) => [id, box])),
  edges: [
    { from: 'a', to: 'e' },
    { from: 'b', to: 'd' },
    { from: 'b', to: 'c' },
  ],
  gaps: { layer: 40, box: 10 },
};
const overlaps = (a: Box, b: Box): boolean => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

describe('layers', () => {
  for (const direction of ['LR', 'TB'] as const) {
    test(`${direction}: no box covers another, and all lie inside`, () => {
      const { placed, width, height } = layoutLayers({ ...graph, direction });
      const all = [...placed.values()];
      assert.equal(all.length, 5);
      for (const [i, one] of all.entries()) {
        for (const other of all.slice(i + 1)) assert.ok(!overlaps(one, other));
        assert.ok(one.x >= 0 && one.y >= 0 && one.x + one.w <= width + 1e-9 && one.y + one.h <= height + 1e-9);
      }
    });
    test(`${direction}: what follows lies in a later layer`, () => {
      const { placed } = layoutLayers({ ...graph, direction });
      const at = (id: string): number => (direction === 'LR' ? placed.get(id)!.x : placed.get(id)!.y);
      for (const { from, to } of graph.edges) assert.ok(at(from) < at(to), `${from} ${to}`);
    });
  }

  test('keepOrder keeps the order in which boxes are met', () => {
    const { placed } = layoutLayers({ ...graph, direction: 'LR', keepOrder: true });
    const order = (ids: string[]): string[] => [...ids].sort((a, b) => placed.get(a)!.y - placed.get(b)!.y);
    assert.deepEqual(order(['b', 'a']), ['a', 'b']);
    assert.deepEqual(order(['c', 'd', 'e']), ['e', 'd', 'c']);
  });

  test('the same graph is placed the same way', () => {
    const places = () => JSON.stringify([...layoutLayers({ ...graph, direction: 'LR' }).placed]);
    assert.equal(places(), places());
  });

  test('a line runs from the side of one box to the side of the next', () => {
    const from = { x: 0, y: 0, w: 100, h: 20 };
    assert.equal(curve(from, { x: 140, y: 30, w: 100, h: 20 }, 'LR'), 'M100 10C120 10 120 40 140 40');
    assert.equal(curve(from, { x: 0, y: 60, w: 100, h: 20 }, 'TB'), 'M50 20C50 40 50 40 50 60');
  });
});

describe('wrapped text', () => {
  const cases: [text: string, length: number, lines: number, expected: string[]][] = [
    ['one two three', 20, 2, ['one two three']],
    ['one two three', 8, 2, ['one two', 'three']],
    ['one two three four', 8, 2, ['one two', 'three f…']],
    ['incomprehensibilities', 10, 2, ['incompreh…']],
  ];
  for (const [text, length, lines, expected] of cases) {
    test(`${text} in ${lines} of ${length}`, () => assert.deepEqual(wrap(text, length, lines), expected));
  }
});

describe('decision tree', () => {
  const node = (id: string, kind: 'action' | 'condition' | 'outcome', state: 'yes' | 'no' | 'todo', onPath: boolean) =>
    ({
      id,
      kind,
      text: `${id} <R2>`,
      state,
      says: state,
      onPath,
      href: kind === 'outcome' ? null : `/${id}/`,
    }) as const;
  const drawing: TreeDrawing = {
    title: 'A & B',
    nodes: [
      node('start', 'action', 'todo', true),
      node('holds', 'condition', 'yes', true),
      node('fails', 'condition', 'no', false),
      node('end', 'outcome', 'todo', true),
      node('other', 'outcome', 'todo', false),
    ],
    edges: [
      { from: 'start', to: 'holds', open: true },
      { from: 'start', to: 'fails', open: true },
      { from: 'holds', to: 'end', open: true },
      { from: 'fails', to: 'other', open: false },
    ],
  };
  const svg = drawDecisionTree(drawing, words('en'));

  test('marks the open way, and nothing beside it', () => {
    assert.equal(svg.match(/class="edge open"/g)!.length, 2);
    assert.equal(svg.match(/class="edge closed"/g)!.length, 1);
    assert.equal(svg.match(/class="node \w+ open"/g)!.length, 3);
  });
  test('every node says what it is and how it stands', () => {
    assert.match(svg, /aria-label="condition: fails &#60;R2&#62;\. no"/);
    assert.match(svg, /aria-label="action: start &#60;R2&#62;\. todo, on the open way"/);
    assert.match(svg, /aria-label="Decision tree: A &#38; B"/);
  });
  test('what can be followed is a link, an end is none', () => {
    assert.equal(svg.match(/<a href="\/(start|holds|fails)\/"/g)!.length, 3);
    assert.equal(svg.match(/<g role="img"/g)!.length, 2);
  });
});

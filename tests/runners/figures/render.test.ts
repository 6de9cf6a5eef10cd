import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { FigureSpec } from '../../../runners/src/figures/figure.ts';
import { renderFigure } from '../../../runners/src/figures/render.ts';

const figure = (over: Partial<FigureSpec> = {}): FigureSpec => ({
  name: 'curve',
  title: 'R² < 1 & rising',
  caption: 'A curve.',
  description: 'It rises from 0.1 to 0.7.',
  spec: {
    data: { values: [1, 2, 3].map((x) => ({ x, y: x / 3, model: x > 1 ? 'a' : 'b' })) },
    mark: { type: 'line', point: true, clip: true },
    encoding: {
      x: { field: 'x', type: 'quantitative' },
      y: { field: 'y', type: 'quantitative' },
      color: { field: 'model', type: 'nominal' },
    },
  },
  ...over,
});

suite('renderFigure', () => {
  test('gives the same bytes every time, whatever was drawn before', async () => {
    const first = await renderFigure('demo', figure());
    await renderFigure('demo', figure({ name: 'other' }));
    assert.deepEqual(await renderFigure('demo', figure()), first);
  });

  test('carries title and description for those who cannot see it, escaped', async () => {
    const { svg } = await renderFigure('demo', figure());
    assert.match(svg, /role="img" aria-labelledby="demo-curve-title demo-curve-desc"/);
    assert.match(svg, /<title id="demo-curve-title">R² &lt; 1 &amp; rising<\/title>/);
    assert.match(svg, /<desc id="demo-curve-desc">It rises/);
  });

  test('has ids of its own, so that two figures share a page', async () => {
    const { svg } = await renderFigure('demo', figure());
    const ids = [...svg.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    assert.ok(ids.length > 2 && ids.every((id) => id.startsWith('demo-curve-')));
    for (const [, id] of svg.matchAll(/url\(#([^)]*)\)/g)) assert.ok(ids.includes(id), id);
  });

  test('rounds coordinates to a hundredth and takes colours from the page', async () => {
    const { svg } = await renderFigure('demo', figure());
    assert.doesNotMatch(svg, /[ ,("]-?\d+\.\d{3,}/);
    assert.match(svg, /var\(--chart-1, #[0-9a-f]{6}\)/);
    assert.doesNotMatch(svg, /<style|<script|NaN|undefined/);
  });

  test('keeps title, caption and description in the specification', async () => {
    const { usermeta } = JSON.parse((await renderFigure('demo', figure())).spec) as { usermeta: unknown };
    const { title, caption, description, name } = figure();
    assert.deepEqual(usermeta, { title, caption, description, name, experiment: 'demo' });
  });

  test('a figure that warns is wrong', async () => {
    const { spec } = figure();
    const warns = { ...spec, encoding: { x: { field: 'x', type: 'nominal', scale: { type: 'log' } } } };
    await assert.rejects(renderFigure('demo', figure({ spec: warns as FigureSpec['spec'] })), /figure demo\/curve: /);
  });
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Curve } from '@paper-factory/runners/schema';
import { ticks } from '../../src/site/charts/axis.ts';
import { drawPanel, panels } from '../../src/site/charts/curves.ts';
import { excerptParts } from '../../src/site/lib/excerpt.ts';
import * as format from '../../src/site/lib/format.ts';
import { inlineFigure } from '../../src/site/lib/inline-svg.ts';
import { createLinks, metricAnchor } from '../../src/site/lib/links.ts';
import type { SiteContext } from '../../src/site/views/context.ts';
import { leaderboardHtml, leaderboardView } from '../../src/site/views/leaderboard.ts';
import { words } from '../../src/site/text/words.ts';
import { tightLinks } from '../../src/site/lib/tight-links.ts';
import { inlineTex, plainText, texToPlain } from '../../src/site/lib/tex.ts';
import { highlightYaml } from '../../src/site/lib/yaml-highlight.ts';

/** Rows of a table: what goes in, what comes out. */
function table<T extends unknown[]>(name: string, run: (...input: T) => unknown, rows: [...T, unknown][]): void {
  for (const row of rows) {
    const input = row.slice(0, -1) as T;
    test(`${name}(${input.map((one) => JSON.stringify(one)).join(', ')})`, () =>
      assert.deepEqual(run(...input), row.at(-1)));
  }
}

describe('links of templates', () => {
  table('tightLinks', tightLinks, [
    ['<a href="/x">\n  x\n</a>\n y', '<a href="/x">x</a> \n y'],
    ['<a>x\n</a>\n , y <a>z </a>。', '<a>x</a>, y <a>z</a>。'],
    ['<a>x</a> , <abbr> y </abbr>', '<a>x</a> , <abbr> y </abbr>'],
    ['a <a>\tx</a><a>y\n</a>', 'a <a>x</a><a>y</a> '],
    ['no link', 'no link'],
  ]);
});

describe('format', () => {
  table('formatNumber', format.formatNumber, [
    [0.71049, 2, '0.71'],
    [-0.5, 1, '−0.5'],
    [-0.0004, 2, '0.00'],
    [0, 8, '0.00000000'],
    [3.14159e-12, 8, '3.14e−12'],
  ]);
  table('formatPlain', format.formatPlain, [
    [0.7, '0.7'],
    [1e-8, '1e−8'],
    [16384, '16384'],
    [-2.5, '−2.5'],
    [0, '0'],
  ]);
  table('formatDuration', format.formatDuration, [
    [0.42, '0.4 s'],
    [41.2, '41 s'],
    [731, '12 min'],
    [4800, '1 h 20 min'],
  ]);
  table('formatMemory', format.formatMemory, [
    [412, '412 MiB'],
    [1480, '1.4 GiB'],
  ]);
  table('formatCount', format.formatCount, [
    [2048, '2048'],
    [1000000, '1\u202f000\u202f000'],
  ]);
  table('formatScope', format.formatScope, [
    [{}, ''],
    [{ model: 'vit', noise_level: 0.5 }, 'model vit, noise level 0.5'],
  ]);
  table('formatMetric', format.formatMetric, [
    [{ value: 0.123, digits: 2, unit: 'dex' }, '0.12\u00a0dex'],
    [{ value: 62.4, digits: 0, unit: '%' }, '62%'],
    [{ value: 1, digits: 1, unit: 'dex^-1' }, '1.0\u00a0dex⁻¹'],
  ]);
  table('formatInterval', (metric: Parameters<typeof format.formatInterval>[0]) => format.formatInterval(metric), [
    [{ ci: null, digits: 2 }, ''],
    [{ ci: { level: 0.95, low: 0.70123, high: 0.71903, method: 'bootstrap' }, digits: 2 }, '0.70 to 0.72'],
    [{ ci: { level: 0.95, low: 0.99761, high: 0.99789, method: 'bootstrap' }, digits: 3 }, '0.9976 to 0.9979'],
  ]);
  table('prettyTest', format.prettyTest, [
    ['-0.1 <= r2 <= 0.2', '−0.1 ≤ r2 ≤ 0.2'],
    ['0.8 >= 0.9 - 0.05', '0.8 ≥ 0.9 − 0.05'],
  ]);
  table('sentence', format.sentence, [
    ['SNR 7', 'SNR 7.'],
    ['It is judged.', 'It is judged.'],
  ]);
});

describe('tex', () => {
  table('texToPlain', texToPlain, [
    ['R^2_{\\max}', 'R²max'],
    ['\\log g', 'log g'],
    ['\\sigma_{\\min}', 'σmin'],
  ]);
  table('plainText', plainText, [['Bounds on $\\log g$ at $R^2$', 'Bounds on log g at R²']]);

  test('formulas are drawn, kept out of the index, and found by a plain spelling', () => {
    const html = inlineTex('Is $R^2$ < 1?');
    assert.match(html, /^Is <span data-tex="R2" data-pagefind-index-attrs="data-tex"><span data-pagefind-ignore>/);
    assert.match(html, /<\/span> &#60; 1\?$/);
  });

  test('everything else is text', () => {
    assert.equal(inlineTex('<b>&"'), '&#60;b&#62;&#38;&#34;');
    assert.equal(inlineTex('costs \\$5, see `a<b`'), 'costs $5, see <code>a&#60;b</code>');
  });
});

describe('links', () => {
  const links = createLinks('/lab/');
  test('lie under the base path', () => {
    assert.equal(links.track('C'), '/lab/tracks/c/');
    assert.equal(links.figure('core', 'r2'), '/lab/experiments/core/#fig-r2');
    assert.equal(links.metric('core/r2?model=vit&snr=5'), '/lab/experiments/core/#m-r2-model-vit-snr-5');
  });
  test('a seed leads to the row of its metric', () => {
    assert.equal(metricAnchor('core/r2?model=vit&seed=2'), metricAnchor('core/r2?model=vit'));
  });
});

describe('search excerpts', () => {
  const flat = (html: string): string =>
    excerptParts(html)
      .map(({ text, marked }) => (marked ? `[${text}]` : text))
      .join('');
  table('excerpt', flat, [
    ['the <mark>Schur</mark> decay &lt; 1', 'the [Schur] decay < 1'],
    ['an <mark>R2.</mark> R² of 0.9', 'an [R²] of 0.9'],
    ['median <mark>R2_max</mark> <mark>R2max</mark> <mark>R2.</mark> at SNR 7', 'median [R2 max] at SNR 7'],
  ]);
});

describe('YAML', () => {
  table('highlightYaml', highlightYaml, [
    ['a: 1 # one', '<span class="k">a</span>: <span class="n">1</span><span class="c"> # one</span>'],
    ["- b: 'x<y'", '- <span class="k">b</span>: <span class="s">&#39;x&#60;y&#39;</span>'],
    [
      'n: >-\n  see 0.87: there\nm: v1',
      '<span class="k">n</span>: &#62;-\n  see 0.87: there\n<span class="k">m</span>: v1',
    ],
  ]);
});

describe('figures in a page', () => {
  const svg =
    '<svg width="20" height="10" onload="x()"><defs><clipPath id="c"/></defs><script>1</script><g clip-path="url(#c)"/></svg>';
  const html = inlineFigure(svg, 'core/r2', 'What it shows');
  test('keep their shape and lose their size', () => {
    assert.match(html, /viewBox="0 0 20 10"/);
    assert.doesNotMatch(html, /\swidth=/);
  });
  test('bring no script and have ids of their own', () => {
    assert.doesNotMatch(html, /script|onload/);
    assert.match(html, /id="core-r2-c"/);
    assert.match(html, /url\(#core-r2-c\)/);
  });
  test('are one image with a description', () => assert.match(html, /role="img"[^>]*aria-label="What it shows"/));
});

describe('curves', () => {
  const curve = (seed: number, y: string, values: number[]): Curve => ({
    name: 'training',
    label: 'Training',
    scope: { model: 'mlp', seed },
    x: { name: 'epoch', unit: '', values: values.map((_, i) => i + 1) },
    y: { name: y, unit: '', values },
  });
  table('ticks', ticks, [
    [0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [3, 3, 5, [3]],
  ]);
  test('seeds share a series, quantities have panels of their own', () => {
    const found = panels([curve(1, 'loss', [3, 2]), curve(2, 'loss', [3, 1]), curve(1, 'r2', [0, 1])]);
    assert.deepEqual(
      found.map(({ y, series }) => [y, series.map((one) => [one.name, one.curves.length])]),
      [
        ['loss', [['model mlp', 2]]],
        ['r2', [['model mlp', 1]]],
      ],
    );
  });
  test('a panel says what it shows', () => {
    const svg = drawPanel(panels([curve(1, 'loss', [3, 2])])[0]!, 'p');
    assert.match(svg, /<title id="p-t">Training: loss against epoch<\/title>/);
    assert.match(svg, /model mlp ends at 2 \(1 seed\)/);
    assert.doesNotMatch(svg, /NaN/);
  });
});

describe('leaderboard', () => {
  const metric = (name: string, model: string, snr: number, value: number) => ({
    ...{ name, label: name, value, unit: '', direction: name === 'r2' ? 'higher' : 'lower', split: 'test', n: 10 },
    ...{ scope: { model, snr }, digits: 2, perSeed: [{ seed: 1, value }], ci: null },
  });
  const outcome = (id: string, metrics: unknown[]) => [id, { id, metrics }] as const;
  const site = {
    outcomes: new Map([
      outcome('first', [metric('mae', 'b', 5, 0.1), metric('r2', 'b', 5, 0.4), metric('r2', 'b', 10, 0.6)]),
      outcome('second', [metric('r2', 'a', 10, 0.9), metric('r2', 'b', 10, 0.6), metric('other', 'a', 1, 1)]),
      outcome('elsewhere', [metric('r2', 'z', 5, 1)]),
    ]),
    loaded: {
      configs: new Map([
        ['first', { config: { suite: 's' } }],
        ['second', { config: { suite: 's' } }],
        ['elsewhere', { config: { suite: 't' } }],
      ]),
    },
    links: createLinks('/'),
    evidence: { imported: new Map() },
    t: words('en'),
    freshness: new Map(),
  } as unknown as SiteContext;

  test('sets the models of a suite side by side, best first, each number once', () => {
    const view = leaderboardView(site, 's')!;
    assert.deepEqual([view.label, view.by, view.columns], ['r2', 'snr', [5, 10]]);
    assert.deepEqual(
      view.rows.map(({ model, cells }) => [model, ...cells.map((cell) => cell?.metric.value ?? null)]),
      [
        ['a', null, 0.9],
        ['b', 0.4, 0.6],
      ],
    );
    assert.equal(view.rows[1].cells[1]!.outcome.id, 'first');
  });

  test('links every number to its run, and is nothing where no run compares models', () => {
    const html = leaderboardHtml(site, 's', leaderboardView(site, 's')!);
    assert.match(
      html,
      /<a class="metric metric-executed" href="\/experiments\/second\/#[^"]+" data-metric="second\/r2\?model=a&#38;snr=10"/,
    );
    assert.equal(leaderboardView(site, 'none'), null);
  });

  test('an imported number is marked, and gives way to one that was executed', () => {
    const imported = { ...site, evidence: { imported: new Map([['first', 'wandb']]) } } as unknown as SiteContext;
    const view = leaderboardView(imported, 's')!;
    const ids = view.rows.flatMap(({ cells }) => cells.flatMap((cell) => cell?.outcome.id ?? []));
    assert.deepEqual(ids, ['second', 'first', 'second']);
    const html = leaderboardHtml(imported, 's', view);
    assert.equal(html.match(/metric-imported/g)!.length, 1);
    assert.match(html, /<\/a> <span class="kind imported">imported from wandb<\/span><\/td>/);
  });

  test('a number of a stale run says so', () => {
    const stale = { ...site, freshness: new Map([['second', { status: 'stale' }]]) } as unknown as SiteContext;
    const html = leaderboardHtml(stale, 's', leaderboardView(stale, 's')!);
    assert.equal(html.match(/data-stale/g)!.length, 1);
  });
});

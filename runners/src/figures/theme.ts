import type { Config } from 'vega-lite';

/**
 * The look of every figure. Colours are CSS variables with a fallback: a page gives them the value of its light or
 * dark theme, a program that opens the bare SVG sees the fallback.
 */
const ink = 'var(--chart-ink, #1f2328)';
const muted = 'var(--chart-muted, #5b6470)';
const grid = 'var(--chart-grid, #e3e6ea)';

/** Okabe and Ito's palette in a darker setting: told apart by colour-blind readers, also in grey. */
const fallbacks = ['#1b5e9c', '#c2410c', '#0f766e', '#9333a8', '#8a6d00', '#be185d', '#4b5563', '#3f7d20'];
export const categorical = fallbacks.map((color, i) => `var(--chart-${i + 1}, ${color})`);

const font = 'Source Sans 3, Source Sans Pro, Helvetica Neue, Arial, sans-serif';

export const theme: Config = {
  background: 'transparent',
  font,
  padding: 4,
  axis: {
    labelColor: muted,
    titleColor: ink,
    domainColor: muted,
    tickColor: muted,
    gridColor: grid,
    labelFontSize: 12,
    titleFontSize: 13,
    titleFontWeight: 'normal',
    titlePadding: 8,
    gridWidth: 1,
    tickSize: 4,
  },
  legend: {
    labelColor: ink,
    titleColor: muted,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    symbolStrokeWidth: 2,
    orient: 'top',
  },
  header: { labelColor: ink, titleColor: muted, labelFontSize: 12, titleFontSize: 12, titleFontWeight: 'normal' },
  title: { color: ink, fontSize: 13, fontWeight: 'normal', anchor: 'start' },
  view: { stroke: null, continuousWidth: 560, continuousHeight: 300 },
  range: { category: categorical },
  line: { strokeWidth: 2, color: categorical[0] },
  rule: { color: muted },
  text: { color: ink, font, fontSize: 12 },
  point: { size: 36, filled: true, color: categorical[0] },
  bar: { color: categorical[0] },
  area: { color: categorical[0], opacity: 0.18 },
};

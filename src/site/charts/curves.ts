import type { Curve, Scope } from '@paper-factory/runners/schema';
import { anchor, escapeHtml, formatPlain, formatScope } from '../lib/format.ts';
import { plainText } from '../lib/tex.ts';
import { extent, scale, ticks } from './axis.ts';

/** Curves that share axes, drawn in one panel. */
export interface Panel {
  title: string;
  x: string;
  y: string;
  /** One colour each; curves that differ only by seed share it. */
  series: { name: string; curves: Curve[] }[];
}

const colours = 8;
const axisName = ({ name, unit }: { name: string; unit: string }): string =>
  name.replaceAll('_', ' ') + (unit ? ` (${unit})` : '');

function withoutSeed(scope: Scope): Scope {
  return Object.fromEntries(Object.entries(scope).filter(([key]) => key !== 'seed'));
}

/** Groups curves by what they plot; a panel of more than eight series is cut into several. */
export function panels(curves: Curve[]): Panel[] {
  const groups = new Map<string, Curve[]>();
  for (const curve of curves) {
    const key = `${curve.name} ${curve.x.name} ${curve.y.name} ${curve.y.unit}`;
    groups.set(key, [...(groups.get(key) ?? []), curve]);
  }
  return [...groups.values()].flatMap((group) => {
    const bySeries = new Map<string, Curve[]>();
    for (const curve of group) {
      const name = formatScope(withoutSeed(curve.scope));
      bySeries.set(name, [...(bySeries.get(name) ?? []), curve]);
    }
    const series = [...bySeries].map(([name, list]) => ({ name, curves: list }));
    const [first] = group;
    if (!first) return [];
    const labels = new Set(group.map((one) => one.label));
    const title = labels.size === 1 ? first.label : first.name.replaceAll('_', ' ');
    const parts: Panel[] = [];
    for (let at = 0; at < series.length; at += colours) {
      parts.push({ title, x: axisName(first.x), y: axisName(first.y), series: series.slice(at, at + colours) });
    }
    return parts;
  });
}

const width = 420;
const height = 230;
const inset = { left: 52, right: 12, top: 24, bottom: 40 };

function line(curve: Curve, x: (v: number) => number, y: (v: number) => number): string {
  return curve.x.values.map((value, i) => `${i ? 'L' : 'M'}${x(value)} ${y(curve.y.values[i] ?? 0)}`).join('');
}

/** Draws one panel as SVG text; colours are the theme's. */
export function drawPanel(panel: Panel, id: string): string {
  const all = panel.series.flatMap((one) => one.curves);
  const xs = extent(all.flatMap((curve) => curve.x.values));
  const [low, high] = extent(all.flatMap((curve) => curve.y.values));
  const pad = (high - low || Math.abs(high) || 1) * 0.05;
  const ys: [number, number] = [low - pad, high + pad];
  const x = scale(xs, [inset.left, width - inset.right]);
  const y = scale(ys, [height - inset.bottom, inset.top]);
  const yTicks = ticks(ys[0], ys[1], 5);
  const xTicks = ticks(xs[0], xs[1], 6);
  const title = `${plainText(panel.title)}: ${panel.y} against ${panel.x}`;
  const description = panel.series
    .map(({ name, curves }) => {
      const ends = curves.map((curve) => formatPlain(curve.y.values.at(-1) ?? 0)).join(', ');
      return `${name || 'the run'} ends at ${ends} (${curves.length} ${curves.length === 1 ? 'seed' : 'seeds'})`;
    })
    .join('; ');
  const key = anchor(id);
  const body = [
    ...yTicks.map(
      (v) =>
        `<path d="M${inset.left} ${y(v)}H${width - inset.right}" stroke="var(--chart-grid, #ddd)"/>` +
        `<text class="tick" x="${inset.left - 7}" y="${y(v)}" dy="0.32em" text-anchor="end">${formatPlain(v)}</text>`,
    ),
    ...xTicks.map(
      (v) =>
        `<text class="tick" x="${x(v)}" y="${height - inset.bottom + 17}" text-anchor="middle">${formatPlain(v)}</text>`,
    ),
    `<path d="M${inset.left} ${height - inset.bottom}H${width - inset.right}" stroke="var(--chart-ink, #222)"/>`,
    `<text x="${(inset.left + width - inset.right) / 2}" y="${height - 5}" text-anchor="middle">${escapeHtml(panel.x)}</text>`,
    `<text x="2" y="12">${escapeHtml(panel.y)}</text>`,
    ...panel.series.flatMap(({ curves }, i) =>
      curves.map(
        (curve, seed) =>
          `<path d="${line(curve, x, y)}" fill="none" stroke="var(--chart-${i + 1}, #1b6ca8)" stroke-width="1.5" stroke-linejoin="round"${seed ? ' stroke-opacity="0.55"' : ''}/>`,
      ),
    ),
  ].join('');
  return (
    `<svg class="chart" viewBox="0 0 ${width} ${height}" font-size="12" role="img" aria-labelledby="${key}-t" aria-describedby="${key}-d">` +
    `<title id="${key}-t">${escapeHtml(title)}</title><desc id="${key}-d">${escapeHtml(description)}</desc>${body}</svg>`
  );
}

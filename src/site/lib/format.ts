import type { Metric, Scope } from '@paper-factory/runners/schema';

const minus = (text: string): string => text.replaceAll('-', '\u2212');

/** Digits from which a number that would be printed as zero is a tiny one, to be told from zero. */
const fine = 6;

/** A number with a fixed count of digits and a real minus sign; no negative zero, and no zero that is a tiny number. */
export function formatNumber(value: number, digits: number): string {
  const text = value.toFixed(digits);
  if (Number(text) !== 0) return minus(text);
  return value !== 0 && digits >= fine ? formatPlain(value) : text.replace('-', '');
}

/** A number of unknown precision: up to five significant digits, no trailing zeros. */
export function formatPlain(value: number): string {
  if (value !== 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e7)) {
    return minus(Number(value.toPrecision(3)).toExponential());
  }
  return minus(String(Number(value.toPrecision(5))));
}

const raised: Record<string, string> = { '-': '⁻', '0': '⁰', '1': '¹', '2': '²', '3': '³', '4': '⁴' };

/** A unit as it is typeset: `dex^-1` as `dex⁻¹`. */
export function formatUnit(unit: string): string {
  return unit.replace(/\^(-?[0-4]+)/g, (_, power: string) => [...power].map((c) => raised[c] ?? c).join(''));
}

/** `0.871`, or `0.12 dex`. */
export function formatMetric(metric: Pick<Metric, 'value' | 'digits' | 'unit'>): string {
  return (
    formatNumber(metric.value, metric.digits) +
    (metric.unit === '%' ? '%' : metric.unit && `\u00a0${formatUnit(metric.unit)}`)
  );
}

/** `0.862 to 0.880`, or empty; with more digits where the ends would look the same. */
export function formatInterval({ ci, digits }: Pick<Metric, 'ci' | 'digits'>, to = 'to'): string {
  if (!ci) return '';
  const at = (more: number): [string, string] => [
    formatNumber(ci.low, digits + more),
    formatNumber(ci.high, digits + more),
  ];
  const [low, high] = [0, 1, 2, 3].map(at).find(([one, other]) => one !== other) ?? at(0);
  return `${low} ${to} ${high}`;
}

/** `model vit, snr 5`; empty for an empty scope. */
export function formatScope(scope: Scope): string {
  return Object.entries(scope)
    .map(([key, value]) => `${key.replaceAll('_', ' ')} ${typeof value === 'number' ? formatPlain(value) : value}`)
    .join(', ');
}

/** `0.4 s`, `41 s`, `12 min`, `1 h 20 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest > 0 ? ` ${rest} min` : ''}`;
}

/** `412 MiB`, `1.4 GiB`. */
export function formatMemory(mebibytes: number): string {
  return mebibytes < 1000 ? `${Math.round(mebibytes)} MiB` : `${(mebibytes / 1024).toFixed(1)} GiB`;
}

/** Whole numbers with thin spaces from five digits on: `16384` as `16 384`. */
export function formatCount(value: number): string {
  const text = String(value);
  return text.length < 5 || !Number.isInteger(value) ? formatPlain(value) : text.replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** `1 claim`, `3 claims`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** An HTML id out of any text. */
export function anchor(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** Text made safe for HTML, attributes included. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** A test with typeset relations: `0.85 <= r2 <= 0.89` as `0.85 ≤ r2 ≤ 0.89`. */
export function prettyTest(test: string): string {
  return test
    .replaceAll('<=', '≤')
    .replaceAll('>=', '≥')
    .replace(/(^|[\s(])-(?=\d)/g, '$1\u2212')
    .replaceAll(' - ', ' \u2212 ');
}

/** Text that ends a sentence: a full stop where it has none. */
export function sentence(text: string): string {
  const stop = /\p{Script=Han}[”）]?$/u.test(text.trim()) ? '。' : '.';
  return /[.!?。！？…]["”’)]?$/.test(text.trim()) ? text.trim() : `${text.trim()}${stop}`;
}

/** A path as HTML that may break after its slashes and underscores, and nowhere else. */
export function breakablePath(path: string): string {
  return escapeHtml(path).replace(/[/_]+/g, '$&<wbr>');
}

import type { Metric } from '@paper-factory/runners/schema';

/** A number as its author wrote it. */
export interface Written {
  text: string;
  /** A per cent sign is kept in `unit`, not divided away: `62%` is 62 here. */
  value: number;
  /** Half a unit of the last digit: `0.71` means 0.705..0.715. */
  tolerance: number;
  /** What follows the number: `K`, `%`, or empty. */
  unit: string;
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Mantissa, exponent as `e-3` or `×10^-3`, then a unit that begins with a letter and holds no second number. */
const pattern =
  /^([-+]?)(\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d*)?|\.\d+)(?:[eE]([-+]?\d+)|\s*[×x]\s*10\^?\{?([-+]?\d+)\}?)?\s*(%|(?!.*(?:\s[-+]?\d|\.\d))[\p{L}°][^=<>±~,;:()]{0,15})?$/u;

/** Minus signs, superscripts and thin spaces of typeset text, as ASCII. */
function plain(text: string): string {
  return text
    .trim()
    .replace(/^[~≈≃]\s*/, '')
    .replace(/[−–⁻﹣－]/g, '-')
    .replace(/\\%/g, '%')
    .replace(/[\u00a0\u2009\u202f]/g, ' ')
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => String(superscripts.indexOf(digit)));
}

/** Reads a number as written (`0.71`, `62%`, `1e-3`, `74.11 K`, `−0.5 dex`), or null when the text is none. */
export function parseWritten(text: string): Written | null {
  const match = pattern.exec(plain(text));
  if (!match) return null;
  const [, sign, digits, exponent, power, unit] = match;
  const mantissa = digits.replaceAll(',', '');
  const decimals = mantissa.split('.')[1]?.length ?? 0;
  const ten = Number(exponent ?? power ?? 0);
  return {
    text: text.trim(),
    value: Number(`${sign}${mantissa}e${ten}`),
    tolerance: 0.5 * 10 ** (ten - decimals),
    unit: unit?.trim() ?? '',
  };
}

/** Whether a unit is the per cent sign, or the word for it. */
export const isPercent = (unit: string): boolean => /^(%|per ?cent)$/i.test(unit.trim());

/** A written number in the unit of a metric: per cents of a pure number are divided by 100. */
export function inUnitOf(written: Written, metric: Pick<Metric, 'unit'>): Written {
  if (!isPercent(written.unit) || isPercent(metric.unit)) return written;
  return { ...written, value: written.value / 100, tolerance: written.tolerance / 100, unit: '' };
}

/** Whether two units are the same; a number written without a unit is taken to be in the metric's. */
export function isSameUnit(written: string, unit: string): boolean {
  return written === '' || plain(written) === plain(unit) || (isPercent(written) && isPercent(unit));
}

/** Whether `value` lies within the tolerance, both ends included; floating-point dust does not decide. */
export function isWithin(value: number, expected: number, tolerance: number): boolean {
  return Math.abs(value - expected) <= tolerance + 1e-9 * Math.max(Math.abs(value), Math.abs(expected), tolerance);
}

/** A number with fixed digits; never `-0.00`. */
export function formatNumber(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text;
}

/** The metric's value, or one of its seeds', with the digits that the metric asks for. */
export function formatMetric(metric: Pick<Metric, 'value' | 'digits'>, value: number = metric.value): string {
  return formatNumber(value, metric.digits);
}

/** A value and its unit; per cent signs stand close. */
export function withUnit(text: string, unit: string): string {
  if (unit === '') return text;
  return unit === '%' ? `${text}%` : `${text} ${unit}`;
}

/** A number without the dust that sums leave behind (`0.1 + 0.2`): 12 significant digits. */
export function dustless(value: number): number {
  return Number(value.toPrecision(12));
}

/** Digits after the point. */
export function decimalsOf(value: number): number {
  const [mantissa, exponent = '0'] = String(dustless(value)).split('e');
  return Math.max(0, (mantissa.split('.')[1]?.length ?? 0) - Number(exponent));
}

/** A number that an author wrote, with the digits it has. */
export function formatPlain(value: number): string {
  return String(dustless(value));
}

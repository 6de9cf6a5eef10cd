import type { Curve } from '../../../schema/outcome.ts';

/** Four significant digits: more than a figure can show, fewer bytes than a double. */
export const short = (value: number): number => Number(value.toPrecision(4));
/** Six significant digits, for wavelengths. */
export const fine = (value: number): number => Number(value.toPrecision(6));

/**
 * A curve as one datum with arrays, which {@link unfold} spreads into points: a fifth of the bytes of one row a point.
 */
export function folded(curve: Curve, fields: Record<string, string | number>): Record<string, unknown> {
  return { ...fields, x: curve.x.values.map(fine), y: curve.y.values.map(short) };
}

export const unfold: { flatten: string[] }[] = [{ flatten: ['x', 'y'] }];

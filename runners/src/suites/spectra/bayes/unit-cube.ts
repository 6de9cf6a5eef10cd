import { labelNames, type LabelName, type LabelRanges, type StellarLabels } from '../labels.ts';

/** The labels that vary, scaled so that their uniform prior fills the unit cube. */
export interface UnitCube {
  names: LabelName[];
  /** Width of each label's prior, in its own unit. */
  widths: number[];
  toUnit(labels: StellarLabels): number[];
  /** Null outside the prior. */
  toLabels(unit: readonly number[]): StellarLabels | null;
}

export function unitCube(ranges: LabelRanges): UnitCube {
  const names = labelNames.filter((name) => ranges[name][1] > ranges[name][0]);
  const widths = names.map((name) => ranges[name][1] - ranges[name][0]);
  const lowest = Object.fromEntries(labelNames.map((name) => [name, ranges[name][0]])) as unknown as StellarLabels;
  return {
    ...{ names, widths },
    toUnit: (labels) => names.map((name, a) => (labels[name] - ranges[name][0]) / widths[a]),
    toLabels(unit) {
      if (unit.some((value) => value < 0 || value > 1)) return null;
      const labels = { ...lowest };
      for (const [a, name] of names.entries()) labels[name] += unit[a] * widths[a];
      return labels;
    },
  };
}

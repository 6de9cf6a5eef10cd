import { createRandom } from '../../random.ts';

/** Stellar labels of one spectrum. */
export interface StellarLabels {
  /** Effective temperature, K. */
  teff: number;
  /** Surface gravity, dex (log10 of cm s^-2). */
  logG: number;
  /** Overall metallicity [M/H], dex. */
  mh: number;
  /** Alpha-element enhancement [alpha/M], dex. */
  alphaM: number;
  /** Carbon enhancement [C/M], dex: 0 in the default task, a nuisance of the five-parameter ceiling and of track E. */
  cM: number;
}

export type LabelName = keyof StellarLabels;
export type LabelRanges = Record<LabelName, [low: number, high: number]>;

/**
 * Label order everywhere in the suite. The first three are the study's parameters (README, Data table), so that the
 * three-, four- and five-parameter Fisher matrices are leading blocks of one matrix.
 */
export const labelNames = ['logG', 'teff', 'mh', 'alphaM', 'cM'] as const satisfies readonly LabelName[];

/**
 * Ranges of the uniform prior. Teff, logG, [M/H]: README, Data table. [alpha/M] follows `EXPERIMENTS.md`. [C/M] is
 * fixed at the solar ratio here; {@link carbonRange} is what it spans where it is free.
 */
export const labelRanges: LabelRanges = {
  teff: [3750, 6000],
  logG: [1, 5],
  mh: [-0.25, 0.75],
  alphaM: [-0.2, 0.6],
  cM: [0, 0],
};

/** [C/M] range where it is free, dex. This project's own choice: inside the -0.75..0.5 of the BOSZ grid. */
export const carbonRange: [number, number] = [-0.25, 0.5];

/** Variance of a uniform prior over `range`, in squared label units. */
export function uniformVariance([low, high]: [number, number]): number {
  return ((high - low) * (high - low)) / 12;
}

/**
 * Labels of spectrum `index` of a split: a function of (seed, split, index) alone, so that the first n spectra of a
 * split are the same whatever its size.
 */
export function drawLabels(
  seed: number,
  split: string,
  index: number,
  ranges: LabelRanges = labelRanges,
): StellarLabels {
  const random = createRandom(seed, 'labels', split, index);
  return {
    teff: random.range(...ranges.teff),
    logG: random.range(...ranges.logG),
    mh: random.range(...ranges.mh),
    alphaM: random.range(...ranges.alphaM),
    cM: random.range(...ranges.cM),
  };
}

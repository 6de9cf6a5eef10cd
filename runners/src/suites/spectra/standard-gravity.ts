import { labelRanges, uniformVariance } from './labels.ts';

const centre = (labelRanges.logG[0] + labelRanges.logG[1]) / 2;
const deviation = Math.sqrt(uniformVariance(labelRanges.logG));

/** log g, dex, as networks learn it: mean 0 and variance 1 over the prior. */
export const standardiseGravity = (gravity: number): number => (gravity - centre) / deviation;

/** log g, dex, of a network's output. */
export const gravityOf = (output: number): number => centre + deviation * output;

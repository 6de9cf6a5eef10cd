import type { LabelRanges } from './labels.ts';
import { labelNames, uniformVariance } from './labels.ts';
import { labelUnits } from './fisher.ts';
import { leadingBlock, schurComplement } from './matrix.ts';
import type { Matrix } from './matrix.ts';

/**
 * Van Trees surrogate: the Fisher matrix plus the inverse prior variances on its diagonal, so that the bound never
 * exceeds the prior's variance. It is exact for a Gaussian prior and a linear model; the prior here is uniform, whose
 * own Fisher information does not exist, so this is a Gaussian approximation and not a bound.
 */
export function vanTreesVariance(fisher: Matrix, parameters: number, ranges: LabelRanges): number {
  const block = leadingBlock(fisher, parameters);
  for (let a = 0; a < parameters; a += 1) {
    const name = labelNames[a];
    block[a][a] += (labelUnits[name] * labelUnits[name]) / uniformVariance(ranges[name]);
  }
  const information = schurComplement(block);
  if (information === null) throw new RangeError('a Fisher matrix plus a prior must be positive definite');
  return 1 / information;
}

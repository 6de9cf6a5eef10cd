import type { FigureSpec } from '../../../figures/figure.ts';
import type { Outcome } from '../../../schema/outcome.ts';
import { trainingCurves } from './network.ts';

export default function figures(outcome: Outcome): FigureSpec[] {
  return trainingCurves(outcome, 'SpecViT');
}

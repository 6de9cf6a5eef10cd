import type { Gate } from '../schema/index.ts';

/** Conditions that end a training as soon as one fails; see {@link gatesOf}. */
export interface TrainingGates {
  /** Largest norm of the gradient over all variables, before clipping. */
  gradientNorm?: number;
  /** Largest difference between the score on training and on held-out data, in the direction of overfitting. */
  gap?: number;
}

/** The worst that was seen of each; saved with a checkpoint. */
export interface Extremes {
  /** Steps that gave a loss, gradient or score that is not finite: 0 or 1, for the training ends there. */
  nonFinite: number;
  gradientNorm: number;
  /** Null before the first validation with a training score. */
  gap: number | null;
}

/** The gates with what was measured, for the result of a run. */
export function gatesOf(limits: TrainingGates, seen: Extremes): Gate[] {
  const gate = (name: string, value: number, threshold: number): Gate => {
    return { name, value, relation: '<=', threshold, passed: value <= threshold };
  };
  return [
    gate('steps that are not finite', seen.nonFinite, 0),
    ...(limits.gradientNorm === undefined
      ? []
      : [gate('largest norm of the gradient', seen.gradientNorm, limits.gradientNorm)]),
    ...(limits.gap === undefined || seen.gap === null
      ? []
      : [gate('largest gap between training and validation', seen.gap, limits.gap)]),
  ];
}

/** Ends a training whose validation no longer gets better. */
export interface EarlyStopping {
  /** Validations without improvement after which it stops, >= 1. */
  patience: number;
  /** What counts as an improvement must exceed this, in units of the score; default 0. */
  minDelta?: number;
}

/** Where early stopping stands; saved with a checkpoint. */
export interface Waiting {
  /** The score to beat; null before the first validation. */
  reference: number | null;
  /** Validations since it was set. */
  validations: number;
}

/** How a score stands to another one: `higher` where larger scores are better. */
export type ScoreDirection = 'higher' | 'lower';

export function isBetter(score: number, than: number, direction: ScoreDirection, minDelta = 0): boolean {
  return direction === 'higher' ? score > than + minDelta : score < than - minDelta;
}

/** Takes a validation's score into account. */
export function wait(
  waiting: Waiting,
  score: number,
  direction: ScoreDirection,
  { minDelta }: Pick<EarlyStopping, 'minDelta'>,
): Waiting {
  const improved = waiting.reference === null || isBetter(score, waiting.reference, direction, minDelta);
  return improved ? { reference: score, validations: 0 } : { ...waiting, validations: waiting.validations + 1 };
}

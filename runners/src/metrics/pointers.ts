/** Whether a marked stretch of a sequence is found: a class and a pointer (centre and length, in steps). */
import { sameLength } from './weights.ts';

export interface Pointers {
  /** Middle of each stretch, in steps, `[samples]`. */
  centre: ArrayLike<number>;
  /** Steps from its start to its end, `[samples]`. */
  length: ArrayLike<number>;
}

/** `centre`: the centre is within k steps. `span`: both the start and the end are. */
export type PointerVariant = 'centre' | 'span';

/** 1 where |prediction - truth| <= k, `[samples]`. Hit@k is the mean of it. */
export function hits(truth: ArrayLike<number>, prediction: ArrayLike<number>, k: number): Uint8Array {
  sameLength(truth.length, { predictions: prediction });
  if (!(k >= 0)) throw new RangeError(`a hit within ${k} steps`);
  return Uint8Array.from({ length: truth.length }, (_, i) => Number(Math.abs(prediction[i] - truth[i]) <= k));
}

/** Hit@k by variant: 1 where the pointer is found within k steps, `[samples]`. */
export function pointerHits(truth: Pointers, prediction: Pointers, k: number, variant: PointerVariant): Uint8Array {
  if (variant === 'centre') return hits(truth.centre, prediction.centre, k);
  const [start, end] = [
    hits(edges(truth, -0.5), edges(prediction, -0.5), k),
    hits(edges(truth, 0.5), edges(prediction, 0.5), k),
  ];
  return start.map((hit, i) => hit & end[i]);
}

/** Joint@k: 1 where the pointer is a hit and the class is right, `[samples]`. */
export function jointHits(pointerHit: Uint8Array, truth: ArrayLike<number>, prediction: ArrayLike<number>): Uint8Array {
  sameLength(truth.length, { 'pointer hits': pointerHit, 'predicted classes': prediction });
  return pointerHit.map((hit, i) => hit & Number(truth[i] === prediction[i]));
}

function edges({ centre, length }: Pointers, side: -0.5 | 0.5): Float64Array {
  sameLength(centre.length, { lengths: length });
  return Float64Array.from({ length: centre.length }, (_, i) => centre[i] + side * length[i]);
}

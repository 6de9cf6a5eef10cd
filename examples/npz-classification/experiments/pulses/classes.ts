import { tf } from 'paper-factory';

/** Mean over the batch of -log softmax of the true class: a loss of one's own. */
export const crossEntropy = (logits: tf.Tensor2D, target: tf.Tensor2D): tf.Scalar =>
  tf.neg(tf.mean(tf.sum(tf.mul(target, tf.logSoftmax(logits)), 1)));

/** The class with the highest of its `classes` scores, row by row. */
export function likeliest(scores: ArrayLike<number>, classes: number): Int32Array {
  return Int32Array.from({ length: scores.length / classes }, (_, row) => {
    let best = 0;
    for (let code = 1; code < classes; code++) {
      if (scores[row * classes + code] > scores[row * classes + best]) best = code;
    }
    return best;
  });
}

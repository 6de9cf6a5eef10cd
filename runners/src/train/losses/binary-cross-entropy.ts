import * as tf from '@tensorflow/tfjs';
import type { Loss } from './loss.ts';

/**
 * Binary cross-entropy of logits and targets in [0, 1], through softplus so that no logit is too large.
 * @param positiveWeight Factor on the positives' part, e.g. negatives / positives of an unbalanced set; default 1.
 */
export function binaryCrossEntropy(positiveWeight = 1): Loss {
  return (logits, target) => {
    const missed = tf.mul(tf.mul(target, positiveWeight), tf.softplus(tf.neg(logits)));
    const falseAlarms = tf.mul(tf.sub(1, target), tf.softplus(logits));
    return tf.mean(tf.add(missed, falseAlarms));
  };
}

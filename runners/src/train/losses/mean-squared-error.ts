import * as tf from '@tensorflow/tfjs';
import type { Loss } from './loss.ts';

/** Mean of (prediction - target)^2 (L2). */
export const meanSquaredError: Loss = (prediction, target) => tf.mean(tf.square(tf.sub(prediction, target)));

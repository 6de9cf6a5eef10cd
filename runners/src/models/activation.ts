import * as tf from '@tensorflow/tfjs';
import { gelu } from '../backend/ops/gelu.ts';

/** silu is x sigmoid(x), gelu x Phi(x): smooth where relu has a corner. */
export type Activation = 'relu' | 'silu' | 'gelu' | 'tanh';

export const activations: Record<Activation, <T extends tf.Tensor>(x: T) => T> = {
  relu: tf.relu,
  silu: (x) => tf.mul(x, tf.sigmoid(x)),
  gelu,
  tanh: tf.tanh,
};

/** Variance that the activation leaves of its input, as the factor that makes up for it (He et al. 2015: 2 for ReLU). */
export const gains: Record<Activation, number> = { relu: 2, silu: 1, gelu: 1, tanh: 1 };

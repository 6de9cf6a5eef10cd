import type * as tf from '@tensorflow/tfjs';
import type { Backend } from '../backend/index.ts';
import { variable } from '../models/model.ts';
import { restoreWeights, saveWeights } from './weights.ts';

export interface AdamOptions {
  /** Memory of the mean gradient; default 0.9. */
  beta1?: number;
  /** Memory of the mean squared gradient; default 0.999. */
  beta2?: number;
  /** Default 1e-8. */
  epsilon?: number;
  /** Decoupled weight decay (AdamW), on weights of rank 2 and above and not on biases; default 0. */
  weightDecay?: number;
  /** Scale the gradient down to this norm over all variables; default: never. */
  clipNorm?: number;
}

/** What a later step depends on, besides the weights. */
export interface AdamState {
  /** beta1^t and beta2^t after t steps. */
  powers: [number, number];
  /** Running mean of the gradient of each variable, and of its square. */
  means: Float32Array[];
  squares: Float32Array[];
}

export interface Adam {
  /**
   * Moves the variables, in place. `gradients` are in the order of the variables and stay the caller's. Gives the norm
   * of the gradient before clipping, or NaN, with nothing moved, when it is not finite.
   */
  step(gradients: tf.Tensor[], learningRate: number): number;
  /** A copy of the state; {@link restore} goes on from it with the same bytes. */
  save(): AdamState;
  restore(state: AdamState): void;
  dispose(): void;
}

/** Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter 2019) on a backend's fused step. */
export function createAdam(backend: Backend, variables: tf.Variable[], options: AdamOptions = {}): Adam {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0, clipNorm = Infinity } = options;
  const zeros = () => variables.map(({ size, shape }) => variable(new Float32Array(size), shape));
  const [means, squares] = [zeros(), zeros()];
  // beta^t, multiplied up.
  let [power1, power2] = [1, 1];

  return {
    step(gradients, learningRate) {
      const norm = Math.sqrt(gradients.reduce((sum, gradient) => sum + backend.sumOfSquares(gradient), 0));
      if (!Number.isFinite(norm)) return NaN;
      power1 *= beta1;
      power2 *= beta2;
      // m / (1 - b1^t) over sqrt(v / (1 - b2^t)) + epsilon, with the corrections taken out of the loop.
      const correction = Math.sqrt(1 - power2);
      for (const [i, weight] of variables.entries()) {
        backend.adamStep(weight, means[i], squares[i], gradients[i], {
          rate: (learningRate * correction) / (1 - power1),
          beta1,
          beta2,
          epsilon: epsilon * correction,
          keep: weight.rank > 1 ? 1 - learningRate * weightDecay : 1,
          gradientScale: norm > clipNorm ? clipNorm / norm : 1,
        });
      }
      return norm;
    },
    save: () => ({
      powers: [power1, power2],
      means: saveWeights({ variables: means }),
      squares: saveWeights({ variables: squares }),
    }),
    restore(state) {
      [power1, power2] = state.powers;
      restoreWeights({ variables: means }, state.means);
      restoreWeights({ variables: squares }, state.squares);
    },
    dispose() {
      for (const tensor of [...means, ...squares]) tensor.dispose();
    },
  };
}

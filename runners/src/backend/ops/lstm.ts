import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { hasKernel, requireFloats, requireShape, runKernel } from './own-kernel.ts';

export interface LstmOptions {
  /** Runs from the last step to the first; the output stays in the order of time. */
  reverse?: boolean;
}

/** One step of the recurrence: the new hidden and cell state, `[batch, units]` each. */
function step(z: Tensor2D, cell: Tensor2D): [Tensor2D, Tensor2D] {
  const [i, f, c, o] = tf.split(z, 4, 1);
  const next = tf.add(tf.mul(tf.sigmoid(f), cell), tf.mul(tf.sigmoid(i), tf.tanh(c)));
  return [tf.mul(tf.sigmoid(o), tf.tanh(next)) as Tensor2D, next as Tensor2D];
}

function composed(x: Tensor3D, kernel: Tensor2D, recurrent: Tensor2D, bias: Tensor1D, reverse: boolean): Tensor3D {
  const units = recurrent.shape[0];
  let hidden = tf.zeros<tf.Rank.R2>([x.shape[0], units]);
  let cell = hidden;
  // The gradient of tfjs's unstack fails for a single step, and reads this array: it must keep its order.
  const inputs = (x.shape[1] === 1 ? [tf.squeeze(x, [1])] : tf.unstack(x, 1)) as Tensor2D[];
  const outputs: Tensor2D[] = [];
  for (const input of reverse ? inputs.toReversed() : inputs) {
    const z = tf.add(tf.add(tf.matMul(input, kernel), tf.matMul(hidden, recurrent)), bias) as Tensor2D;
    [hidden, cell] = step(z, cell);
    outputs.push(hidden);
  }
  return tf.stack(reverse ? outputs.toReversed() : outputs, 1) as Tensor3D;
}

/** The sequence as one kernel call forward and one backward; the weight gradients are products over all steps. */
function fused(x: Tensor3D, kernel: Tensor2D, recurrent: Tensor2D, bias: Tensor1D, reverse: boolean): Tensor3D {
  const units = recurrent.shape[0];
  const features = kernel.shape[0];
  const operation = tf.customGrad((...args) => {
    const [x, kernel, recurrent, bias, save] = args as [Tensor, Tensor2D, Tensor2D, Tensor, (kept: Tensor[]) => void];
    const weights = tf.concat([recurrent, kernel]);
    const [value, ...inner] = runKernel('PfLstm', { x, weights, bias }, { reverse });
    save([kernel, weights, ...inner]);
    const gradFunc = (dy: Tensor, saved: Tensor[]) => {
      const [kernel, weights, joined, gates, cells] = saved;
      const [dz] = runKernel('PfLstmGradient', { dy, weights, gates, cells }, { reverse });
      // All steps of the whole batch as rows.
      const rows = tf.reshape(dz, [-1, 4 * units]);
      const dWeights = tf.matMul<Tensor2D>(tf.reshape(joined, [-1, units + features]), rows, true);
      return [
        tf.reshape(tf.matMul(rows, kernel, false, true), x.shape),
        tf.slice(dWeights, [units, 0], [features, 4 * units]),
        tf.slice(dWeights, [0, 0], [units, 4 * units]),
        tf.sum(rows, 0),
      ];
    };
    return { value, gradFunc };
  });
  return operation(x, kernel, recurrent, bias) as Tensor3D;
}

/**
 * Long short-term memory over a sequence (Hochreiter and Schmidhuber 1997, with forget gates) from a zero state; gives
 * the hidden state of every step, `[batch, time, units]`. The columns of the weights are the gates i, f, c, o, as in
 * Keras, with logistic gates and tanh.
 *
 * @param x `[batch, time, features]`
 * @param kernel `[features, 4 units]`
 * @param recurrentKernel `[units, 4 units]`
 * @param bias `[4 units]`
 * @throws Error when the shapes disagree.
 */
export function lstm(
  x: Tensor3D,
  kernel: Tensor2D,
  recurrentKernel: Tensor2D,
  bias: Tensor1D,
  { reverse = false }: LstmOptions = {},
): Tensor3D {
  requireFloats('lstm', { x, kernel, recurrentKernel, bias });
  const units = recurrentKernel.shape[0];
  requireShape('lstm', 'kernel', kernel, [x.shape[2], 4 * units]);
  requireShape('lstm', 'recurrentKernel', recurrentKernel, [units, 4 * units]);
  requireShape('lstm', 'bias', bias, [4 * units]);
  const run = hasKernel('PfLstm') ? fused : composed;
  return tf.tidy(() => run(x, kernel, recurrentKernel, bias, reverse));
}

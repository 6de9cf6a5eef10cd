import * as tf from '@tensorflow/tfjs';

/** A trainable function of a batch; what the training loop and the shared tests of all models need. */
export interface Model {
  /** Weights and biases, in a fixed order. */
  variables: tf.Variable[];
  /** What each of the variables is, such as `dense-0/bias`; the same in every run. */
  names: readonly string[];
  /** Floating-point operations of one row forward, two for each multiply-add of a product or convolution. */
  flops: number;
  /** `[batch, inputs]` to `[batch, outputs]`. */
  predict(x: tf.Tensor2D): tf.Tensor2D;
  dispose(): void;
}

/** Number of trainable values. */
export function parameterCount({ variables }: Pick<Model, 'variables'>): number {
  return variables.reduce((sum, { size }) => sum + size, 0);
}

/** A variable of the given values; tfjs would otherwise keep the tensor beside it. */
export function variable(values: Float32Array, shape: number[]): tf.Variable {
  const initial = tf.tensor(values, shape, 'float32');
  const result = tf.variable(initial);
  initial.dispose();
  return result;
}

/** Predictions of all rows of `x`, batch by batch so that memory stays bounded; row-major `[rows, outputs]`. */
export function predictAll(model: Model, x: Float32Array, inputs: number, batch = 256): Float64Array {
  const rows = x.length / inputs;
  if (!Number.isInteger(rows)) throw new RangeError(`${x.length} inputs are not rows of ${inputs}`);
  const parts: Float32Array[] = [];
  for (let from = 0; from < rows; from += batch) {
    const part = x.subarray(from * inputs, Math.min(from + batch, rows) * inputs);
    const shape: [number, number] = [part.length / inputs, inputs];
    parts.push(tf.tidy(() => model.predict(tf.tensor2d(part, shape)).dataSync<'float32'>()));
  }
  return Float64Array.from(parts.flatMap((part) => [...part]));
}

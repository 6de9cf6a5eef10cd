/** Prints a digest of the values and gradients of each fused operation: `node fused-bytes.ts THREADS`. */
import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { attention } from '../../../runners/src/backend/ops/attention.ts';
import { gelu } from '../../../runners/src/backend/ops/gelu.ts';
import { layerNorm } from '../../../runners/src/backend/ops/layer-norm.ts';
import { lstm } from '../../../runners/src/backend/ops/lstm.ts';

await loadBackend({ name: 'wasm', threads: Number(process.argv[2]) });

const sequences = [[37, 12, 5], [5, 68], [17, 68], [68]];
const cases: [string, number[][], (...inputs: Tensor[]) => Tensor][] = [
  ['gelu', [[301, 67]], (x) => gelu(x)],
  ['softmax', [[301, 67]], (x) => tf.softmax(x)],
  ['layerNorm', [[301, 67], [67], [67]], (x, gain, bias) => layerNorm(x, gain, bias)],
  ['attention', Array(3).fill([5, 3, 67, 9]), (...all) => attention(...(all as [Tensor4D, Tensor4D, Tensor4D]))],
  ...[false, true].map((reverse): (typeof cases)[number] => [
    `lstm ${reverse}`,
    sequences,
    (...all) => lstm(...(all as [Tensor3D, Tensor2D, Tensor2D, Tensor1D]), { reverse }),
  ]),
];

for (const [name, shapes, operation] of cases) {
  const inputs = shapes.map((shape, i) => tf.randomNormal(shape, 0, 1, 'float32', i + 1));
  const value = operation(...inputs);
  const gradients = tf.grads(operation)(inputs, tf.randomNormal(value.shape, 0, 1, 'float32', 9));
  const hash = createHash('sha256');
  for (const tensor of [value, ...gradients]) hash.update(tensor.dataSync());
  process.stdout.write(`${name} ${hash.digest('hex')}\n`);
}

// Prints digests of operations large enough to be cut for a team. Usage: digest-child.ts THREADS
import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { createRandom } from '../../../runners/src/random.ts';

await loadBackend({ name: 'wasm', threads: Number(process.argv[2]) });
let uses = 0;

/** Standard normal floats, the same ones in each process. */
function sample(...shape: number[]): tf.Tensor {
  const values = new Float32Array(shape.reduce((product, n) => product * n, 1));
  createRandom(1, 'digest', uses++).fillNormal(values);
  return tf.tensor(values, shape);
}

const cases: Record<string, () => tf.Tensor> = {
  tall: () => tf.matMul(sample(1001, 300), sample(300, 70)),
  wide: () => tf.matMul(sample(70, 300), sample(300, 1001)),
  transposedA: () => tf.matMul(sample(700, 130), sample(700, 90), true),
  transposedB: () => tf.matMul(sample(130, 700), sample(90, 700), false, true),
  batch: () => tf.matMul(sample(33, 40, 16), sample(33, 50, 16), false, true),
  broadcastLeft: () => tf.matMul(sample(1, 40, 16), sample(33, 16, 50)),
  broadcastBoth: () => tf.matMul(sample(5, 1, 40, 16), sample(1, 7, 16, 50)),
  largeBatch: () => tf.matMul(sample(3, 300, 300), sample(3, 300, 300)),
  rowsTimesVector: () => tf.matMul(sample(2000, 301), sample(301, 1)),
  columnsTimesVector: () => tf.matMul(sample(301, 2000), sample(301, 1), true),
  vectorTimesRows: () => tf.matMul(sample(1, 301), sample(2000, 301), false, true),
};
const digests = Object.entries(cases).map(([name, run]) => [
  name,
  createHash('sha256').update(run().dataSync()).digest('hex'),
]);
process.stdout.write(JSON.stringify(Object.fromEntries(digests)));

import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { differentiable, type Case, type Input } from '../case.ts';
import { withWeights } from '../layers.ts';

// Batch, steps, features.
const x = [2, 3, 2];
const units = 3;
// Any other initialiser costs more time than the layer.
const zeros = 'zeros' as const;
const options = { units, kernelInitializer: zeros, recurrentInitializer: zeros };
const weights = (gates: number): Input[] => [[2, gates * units], [units, gates * units], [gates * units]];

const lstmMask = () => tf.tensor2d([[1, 1, 0], [1, 0, 0]], [2, 3], 'bool'); // prettier-ignore

const layer = (
  name: string,
  gates: number,
  create: () => InstanceType<typeof tf.layers.Layer>,
  call?: () => Record<string, unknown>,
): Case =>
  differentiable(name, [x, ...weights(gates)], (input, ...own: Tensor[]) =>
    withWeights(create(), input, own, call?.()),
  );

export const recurrent: Case[] = [
  layer('layers.simpleRNN', 1, () => tf.layers.simpleRNN(options)),
  layer('layers.lstm', 4, () => tf.layers.lstm(options)),
  layer('layers.lstm, sequences', 4, () => tf.layers.lstm({ ...options, returnSequences: true })),
  layer('layers.lstm, backwards', 4, () => tf.layers.lstm({ ...options, goBackwards: true })),
  layer('layers.lstm, sigmoid gates', 4, () => tf.layers.lstm({ ...options, recurrentActivation: 'sigmoid' })),
  layer(
    'layers.lstm, masked',
    4,
    () => tf.layers.lstm(options),
    () => ({ mask: lstmMask() }),
  ),
  layer('layers.gru', 3, () => tf.layers.gru(options)),
  layer('layers.gru, sequences', 3, () => tf.layers.gru({ ...options, returnSequences: true })),
  differentiable('layers.bidirectional lstm', [x, ...weights(4), ...weights(4)], (input, ...own: Tensor[]) =>
    withWeights(
      tf.layers.bidirectional({
        layer: tf.layers.lstm({ ...options, returnSequences: true }),
        mergeMode: 'concat',
      }),
      input,
      own,
    ),
  ),
];

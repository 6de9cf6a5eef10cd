/** Where tfjs's own kernels would compute nonsense without a word, and errors that would not say what is wrong. */
import assert from 'node:assert/strict';
import { before, suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { lstm } from '../../../runners/src/backend/ops/lstm.ts';

before(() => loadBackend({ name: 'wasm' }));

const image = () => tf.ones([1, 5, 5, 5]) as Tensor4D;
const filter = () => tf.ones([3, 3, 5, 1]) as Tensor4D;
const depthwise = { x: image, filter, strides: 1, pad: 'same', dataFormat: 'NCHW' } as const;

const refused: [string, () => Tensor, RegExp][] = [
  ['a convolution in the order NCHW', () => tf.conv2d(image(), filter(), 1, 'same', 'NCHW'), /order NHWC, not NCHW/],
  ['a depthwise one', () => tf.depthwiseConv2d(image(), filter(), 1, 'same', 'NCHW'), /order NHWC, not NCHW/],
  [
    'a depthwise one with an activation',
    () => tf.fused.depthwiseConv2d({ ...depthwise, x: image(), filter: filter(), activation: 'relu' }),
    /order NHWC, not NCHW/,
  ],
  [
    'an LSTM of more inputs than its kernel has room for',
    () => lstm(tf.ones([1, 1, 80_000]), tf.ones([80_000, 4]), tf.ones([1, 4]), tf.ones([4])),
    /lstm: 1 units and their inputs do not fit into the working memory/,
  ],
  [
    'the gradient of a depthwise convolution of more channels than its kernel has room for',
    () => {
      const x = tf.ones([1, 1, 1, 100_000]) as Tensor4D;
      return tf.grad((w) => tf.depthwiseConv2d(x, w as Tensor4D, 1, 'same'))(tf.ones([1, 1, 100_000, 1]));
    },
    /has no room for 100000 channels/,
  ],
  ['reversing bool', () => tf.reverse(tf.tensor1d([true, false], 'bool'), 0), /reverse bool: cast it to int32 first/],
  ['einsum without a result', () => tf.einsum('ij,jk', tf.ones([2, 2]), tf.ones([2, 2])), /it needs one ->/],
  [
    'einsum of sizes that differ',
    () => tf.einsum('ij,jk->ik', tf.ones([2, 3]), tf.ones([2, 2])),
    /einsum ij,jk->ik: axis j has 3 elements here, 2 there/,
  ],
];

suite('refused, and said why', () => {
  for (const [name, run, message] of refused) {
    test(name, () => {
      assert.throws(() => tf.tidy(run), message);
      assert.deepEqual([...tf.tidy(() => tf.sum(tf.ones([3])).dataSync())], [3], 'goes on');
    });
  }
});

test('the gradient of a batch norm whose mean and variance are broadcast', () => {
  const [mean, variance, offset, scale] = [1, 4, 0, 2].map((value) => () => tf.tensor1d([value]));
  const normalise = (x: Tensor) => tf.batchNorm(x as Tensor4D, mean(), variance(), offset(), scale(), 0);
  const gradient = tf.tidy(() =>
    tf
      .grad(normalise)(tf.ones([1, 2, 3, 5]))
      .dataSync(),
  );
  assert.deepEqual([...gradient], Array<number>(30).fill(1));
});

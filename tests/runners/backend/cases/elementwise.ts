import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { differentiable, forwardOnly, positive, type Case, type Input } from '../case.ts';

type Unary = (x: Tensor) => Tensor;

const anywhere: Record<string, Unary> = {
  abs: tf.abs,
  neg: tf.neg,
  square: tf.square,
  sign: tf.sign,
  floor: tf.floor,
  ceil: tf.ceil,
  round: tf.round,
  exp: tf.exp,
  expm1: tf.expm1,
  sin: tf.sin,
  cos: tf.cos,
  sinh: tf.sinh,
  cosh: tf.cosh,
  tanh: tf.tanh,
  atan: tf.atan,
  asinh: tf.asinh,
  erf: tf.erf,
  clipByValue: (x) => tf.clipByValue(x, -0.3, 0.5),
  'pow 2': (x) => tf.pow(x, 2),
  'pow 3': (x) => tf.pow(x, 3),
  'mul by itself': (x) => tf.mul(x, x),
  'add a number': (x) => tf.add(x, 0.7),
  'number minus': (x) => tf.sub(0.7, x),
  'div by a number': (x) => tf.div(x, 3),
  cast: (x) => tf.cast(tf.cast(x, 'float32'), 'float32'),
};

const onPositive: Record<string, Unary> = {
  sqrt: tf.sqrt,
  rsqrt: tf.rsqrt,
  log: tf.log,
  log1p: tf.log1p,
  reciprocal: tf.reciprocal,
  'pow 0.5': (x) => tf.pow(x, 0.5),
  mod: (x) => tf.mod(x, 0.7),
};

const inRange: [string, Unary, number, number][] = [
  ['tan', tf.tan, -1, 1],
  ['asin', tf.asin, -0.8, 0.8],
  ['acos', tf.acos, -0.8, 0.8],
  ['atanh', tf.atanh, -0.8, 0.8],
  ['acosh', tf.acosh, 1.5, 4],
  ['exp of large values', tf.exp, -20, 5],
  ['log of small values', tf.log, 0.01, 0.1],
];

const binary: Record<string, (x: Tensor, y: Tensor) => Tensor> = {
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  maximum: tf.maximum,
  minimum: tf.minimum,
  squaredDifference: tf.squaredDifference,
};

// Every way of broadcasting that a kernel may treat apart.
const pairs: [number[], number[]][] = [
  [[5, 7], [5, 7]], // prettier-ignore
  [[5, 7], [7]], // prettier-ignore
  [[5, 1, 7], [4, 7]], // prettier-ignore
  [[3, 5, 7], [3, 5, 1]], // prettier-ignore
  [[], [3, 5]], // prettier-ignore
  [[2, 3, 1, 5], [1, 3, 4, 1]], // prettier-ignore
  [[1], [1]],
  [[0, 3], [3]], // prettier-ignore
  [[1003], [1]],
];

const binaryCases = Object.entries(binary).flatMap(([name, f]) =>
  pairs.map(([a, b]) => differentiable(`${name} [${a}] and [${b}]`, [a, b], f)),
);

const dividing = pairs.flatMap(([a, b]) => [
  differentiable(`div [${a}] by [${b}]`, [a, positive(b)], (x, y) => tf.div(x, y)),
  forwardOnly(`divNoNan [${a}] by [${b}]`, [a, positive(b)], (x, y) => tf.divNoNan(x, y)),
]);

const comparisons: Record<string, (x: Tensor, y: Tensor) => Tensor> = {
  greater: tf.greater,
  greaterEqual: tf.greaterEqual,
  less: tf.less,
  lessEqual: tf.lessEqual,
  equal: tf.equal,
  notEqual: tf.notEqual,
};

const unary = (name: string, f: Unary, input: (shape: number[]) => Input): Case[] => [
  differentiable(name, [input([5, 7])], f),
  differentiable(`${name} of many values`, [input([3, 11, 13])], f),
];

export const elementwise: Case[] = [
  ...Object.entries(anywhere).flatMap(([name, f]) => unary(name, f, (shape) => shape)),
  ...Object.entries(onPositive).flatMap(([name, f]) => unary(name, f, positive)),
  ...inRange.flatMap(([name, f, from, to]) => unary(name, f, (shape) => ({ shape, from, to }))),
  ...binaryCases,
  ...dividing,
  ...Object.entries(comparisons).map(([name, f]) =>
    forwardOnly(name, [[5, 7], [7]], (x, y) => tf.cast(f(tf.round(x), tf.round(y)), 'float32')),
  ),
  differentiable('pow of tensors', [positive([5, 7]), [5, 7]], (x, y) => tf.pow(x, y)),
  differentiable('atan2', [positive([5, 7]), [7]], (x, y) => tf.atan2(x, y)),
  differentiable(
    'addN',
    [
      [5, 7],
      [5, 7],
      [5, 7],
    ],
    (x, y, z) => tf.addN([x, y, x, z]),
  ),
  differentiable('mul of three, broadcast', [[2, 1, 5], [3, 1], [5]], (x, y, z) => tf.mul(tf.mul(x, y), z)),
  forwardOnly('floorDiv', [[5, 7], positive([7])], (x, y) => tf.floorDiv(x, y)),
  forwardOnly('floor of many signs', [[1003]], (x) => tf.floor(x)),
  forwardOnly('isNaN', [[5, 7]], (x) => tf.cast(tf.isNaN(tf.sqrt(x)), 'float32')),
  forwardOnly(
    'logical operations',
    [
      [5, 7],
      [5, 7],
    ],
    (x, y) => {
      const [a, b] = [tf.greater(x, 0), tf.greater(y, 0)];
      return tf.cast(tf.logicalOr(tf.logicalAnd(a, b), tf.logicalNot(b)), 'float32');
    },
  ),
];

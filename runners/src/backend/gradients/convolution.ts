import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { biasAndActivation } from '../wasm/fused.ts';

type Pair = [number, number];

interface Attributes {
  strides: number | Pair;
  pad: tf.backend_util.ExplicitPadding | 'same' | 'valid' | number;
  dataFormat: 'NHWC' | 'NCHW';
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
  dilations: number | Pair;
}

const pair = (value: number | Pair): Pair => (typeof value === 'number' ? [value, value] : value);

/** Puts `dilations - 1` zeros between the taps of a filter `[height, width, in, out]`. */
function dilate(filter: Tensor4D, [dy, dx]: Pair): Tensor4D {
  const [height, width, channels, outputs] = filter.shape;
  const gaps = tf.pad(tf.reshape(filter, [height, 1, width, 1, channels * outputs]), [
    [0, 0],
    [0, dy - 1],
    [0, 0],
    [0, dx - 1],
    [0, 0],
  ]);
  const wide = tf.reshape(gaps, [height * dy, width * dx, channels, outputs]) as Tensor4D;
  return tf.slice(wide, [0, 0, 0, 0], [(height - 1) * dy + 1, (width - 1) * dx + 1, channels, outputs]);
}

/** Takes the taps of a filter of shape `[height, width, in, out]` out of a dilated one. */
function undilate(wide: Tensor4D, shape: number[], [dy, dx]: Pair): Tensor {
  const [height, width, channels, outputs] = shape;
  const [wideHeight, wideWidth] = wide.shape;
  const whole = tf.pad(wide, [
    [0, height * dy - wideHeight],
    [0, width * dx - wideWidth],
    [0, 0],
    [0, 0],
  ]);
  const gaps = tf.reshape(whole, [height, dy, width, dx, channels * outputs]);
  return tf.reshape(tf.slice(gaps, [0, 0, 0, 0, 0], [height, 1, width, 1, channels * outputs]), shape);
}

function inputGradient(inputShape: number[], dy: Tensor, filter: Tensor, attrs: Attributes): Tensor {
  return tf.engine().runKernel('Conv2DBackpropInput', { dy, filter }, { ...attrs, inputShape });
}

function filterGradient(filterShape: number[], x: Tensor, dy: Tensor, attrs: Attributes): Tensor {
  return tf.engine().runKernel('Conv2DBackpropFilter', { x, dy }, { ...attrs, filterShape });
}

/** tfjs's fused convolution has a gradient of its own, which no registration reaches: dilated ones are composed. */
function composeDilatedFusion(): void {
  const stock = tf.fused.conv2d;
  const conv2d = (options: Parameters<typeof stock>[0]) => {
    const {
      x,
      filter,
      strides,
      pad,
      dataFormat,
      dilations = 1,
      dimRoundingMode,
      bias,
      preluActivationWeights,
    } = options;
    if (pair(dilations).every((n) => n === 1)) return stock(options);
    const { activation, leakyreluAlpha } = options;
    const product = () => tf.conv2d(x, filter, strides, pad, dataFormat, dilations, dimRoundingMode);
    const attributes = { activation: activation ?? 'linear', leakyreluAlpha };
    return biasAndActivation(product, bias as Tensor, preluActivationWeights as Tensor, attributes) as typeof x &
      Tensor4D;
  };
  Object.assign(tf.fused, { conv2d });
}

/**
 * Gives the convolution a gradient that knows dilations, on which tfjs's own throws. The kernels of the wasm backend
 * take them; elsewhere the filter is widened by zeros.
 */
export function repairConvolutionGradient(): void {
  composeDilatedFusion();
  tf.unregisterGradient('Conv2D');
  tf.registerGradient({
    kernelName: 'Conv2D',
    inputsToSave: ['x', 'filter'],
    gradFunc: (dy, saved, attributes) => {
      const [x, filter] = saved as [Tensor4D, Tensor4D];
      const attrs = attributes as unknown as Attributes;
      const dilations = pair(attrs.dilations);
      if (tf.getBackend() === 'wasm' || dilations.every((n) => n === 1)) {
        return {
          x: () => inputGradient(x.shape, dy as Tensor, filter, attrs),
          filter: () => filterGradient(filter.shape, x, dy as Tensor, attrs),
        };
      }
      const plain = { ...attrs, dilations: 1 };
      return {
        x: () => inputGradient(x.shape, dy as Tensor, dilate(filter, dilations), plain),
        filter: () => {
          const wide = dilate(filter, dilations).shape;
          return undilate(filterGradient(wide, x, dy as Tensor, plain) as Tensor4D, filter.shape, dilations);
        },
      };
    },
  });
}

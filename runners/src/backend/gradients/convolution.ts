import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import { biasAndActivation } from '../wasm/fused.ts';

type Pair = [number, number];

interface Attributes {
  strides: number | Pair;
  pad: 'same' | 'valid' | number;
  dataFormat: 'NHWC' | 'NCHW';
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
  dilations?: number | Pair;
}

const pair = (value: number | Pair): Pair => (typeof value === 'number' ? [value, value] : value);
const isOne = (dilations: Pair) => dilations.every((n) => n === 1);

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

/** Both fused operations have gradients of their own, which no registration reaches: dilated ones are composed. */
function composeDilatedFusion(): void {
  const { conv2d, depthwiseConv2d } = tf.fused;
  type Fused = (options: Parameters<typeof conv2d>[0]) => Tensor;
  const compose = (stock: Fused, plain: typeof tf.conv2d) => (options: Parameters<Fused>[0]) => {
    const { x, filter, strides, pad, dataFormat, dilations = 1, dimRoundingMode } = options;
    if (isOne(pair(dilations))) return stock(options);
    const { bias, preluActivationWeights, activation, leakyreluAlpha } = options;
    const product = () => plain(x, filter, strides, pad, dataFormat, dilations, dimRoundingMode);
    const attributes = { activation: activation ?? 'linear', leakyreluAlpha };
    return biasAndActivation(product, bias as Tensor, preluActivationWeights as Tensor, attributes);
  };
  const depthwise = tf.depthwiseConv2d as typeof tf.conv2d;
  Object.assign(tf.fused, {
    conv2d: compose(conv2d, tf.conv2d),
    depthwiseConv2d: compose(depthwiseConv2d as Fused, depthwise),
  });
}

/** Gives one kind of convolution a gradient made of the kernels `<prefix>BackpropInput` and `<prefix>BackpropFilter`. */
function registerGradient(kernelName: string): void {
  const inputGradient = (inputShape: number[], dy: Tensor, filter: Tensor, attrs: Attributes): Tensor =>
    tf.engine().runKernel(`${kernelName}BackpropInput`, { dy, filter }, { ...attrs, inputShape });
  const filterGradient = (filterShape: number[], x: Tensor, dy: Tensor, attrs: Attributes): Tensor =>
    tf.engine().runKernel(`${kernelName}BackpropFilter`, { x, dy }, { ...attrs, filterShape });

  tf.unregisterGradient(kernelName);
  tf.registerGradient({
    kernelName,
    inputsToSave: ['x', 'filter'],
    gradFunc: (upstream, saved, attributes) => {
      const dy = upstream as Tensor;
      const [x, filter] = saved as [Tensor4D, Tensor4D];
      const attrs = attributes as unknown as Attributes;
      const dilations = pair(attrs.dilations ?? 1);
      if (tf.getBackend() === 'wasm' || isOne(dilations)) {
        return {
          x: () => inputGradient(x.shape, dy, filter, attrs),
          filter: () => filterGradient(filter.shape, x, dy, attrs),
        };
      }
      const plain = { ...attrs, dilations: 1 };
      return {
        x: () => inputGradient(x.shape, dy, dilate(filter, dilations), plain),
        filter: () => {
          const wide = dilate(filter, dilations).shape;
          return undilate(filterGradient(wide, x, dy, plain) as Tensor4D, filter.shape, dilations);
        },
      };
    },
  });
}

/**
 * Gives the convolution and the depthwise one gradients that know dilations, on which tfjs's own throw. The kernels of
 * the wasm backend take them; elsewhere the filter is widened by zeros.
 */
export function repairConvolutionGradients(): void {
  composeDilatedFusion();
  registerGradient('Conv2D');
  registerGradient('DepthwiseConv2dNative');
}

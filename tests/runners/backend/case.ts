/** Cases of the backend suite: functions of tensors that every backend must evaluate and differentiate. */
import type { Tensor } from '@tensorflow/tfjs';
import { createRandom } from '../../../runners/src/random.ts';

/** Shape of a tensor of standard normal values, or of values spread evenly over a range. */
export type Input = number[] | { shape: number[]; from: number; to: number };

export interface Case {
  /** Unique: the values are drawn from it. */
  name: string;
  inputs: Input[];
  run(...inputs: Tensor[]): Tensor;
  /** Whether its derivative is checked; false where the operation has none. */
  differentiable: boolean;
}

/** A case whose gradient with respect to every input is checked too. */
export function differentiable<Inputs extends Tensor[]>(
  name: string,
  inputs: Input[],
  run: (...inputs: Inputs) => Tensor,
): Case {
  return { name, inputs, run: run as Case['run'], differentiable: true };
}

/** A case of which only the values are checked. */
export function forwardOnly<Inputs extends Tensor[]>(
  name: string,
  inputs: Input[],
  run: (...inputs: Inputs) => Tensor,
): Case {
  return { name, inputs, run: run as Case['run'], differentiable: false };
}

/** Values from 0.3 to 2, for functions that are defined or well-conditioned there only. */
export const positive = (shape: number[]): Input => ({ shape, from: 0.3, to: 2 });

/** Values from -2.5 to -0.5. */
export const negative = (shape: number[]): Input => ({ shape, from: -2.5, to: -0.5 });

export const shapeOf = (input: Input): number[] => (Array.isArray(input) ? input : input.shape);

export const sizeOf = (shape: number[]): number => shape.reduce((product, n) => product * n, 1);

/** The values of the inputs of a case, exact in single precision, so that all processes start from the same numbers. */
export function inputValues({ name, inputs }: Case): number[][] {
  return inputs.map((input, at) => {
    const random = createRandom(1, 'backend case', name, at);
    const draw = Array.isArray(input) ? () => random.normal() : () => random.range(input.from, input.to);
    return Array.from({ length: sizeOf(shapeOf(input)) }, () => Math.fround(draw()));
  });
}

/** The weights of the outputs in the scalar function whose gradient is checked. */
export function outputWeights({ name }: Case, size: number): number[] {
  const random = createRandom(1, 'weights of the output', name);
  return Array.from({ length: size }, () => Math.fround(random.normal()));
}

/**
 * Where the gradient with respect to an input is probed: at every element of a small input, else at some elements and,
 * so that none is left out, along some directions through all of them.
 */
export interface Probes {
  elements: number[];
  directions: number[][];
}

const EVERY = 20;

export function probesOf({ name, inputs }: Case, at: number): Probes {
  const size = sizeOf(shapeOf(inputs[at]));
  if (size <= EVERY) return { elements: Array.from({ length: size }, (_, i) => i), directions: [] };
  const random = createRandom(1, 'probes', name, at);
  return {
    elements: [...random.permutation(size).subarray(0, 8)],
    directions: Array.from({ length: 4 }, () => Array.from({ length: size }, () => random.normal())),
  };
}

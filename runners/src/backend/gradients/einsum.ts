import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';

interface Equation {
  inputs: string[];
  output: string;
}

function parse(equation: string): Equation {
  const [left, output, ...rest] = equation.replaceAll(' ', '').split('->');
  if ((output as string | undefined) === undefined || rest.length > 0) {
    throw new Error(`einsum ${equation}: it needs one -> with the axes of the result after it, as in ij,jk->ik`);
  }
  const inputs = left.split(',');
  for (const labels of [...inputs, output]) {
    if (!/^[a-z]*$/i.test(labels) || new Set(labels).size < labels.length) {
      throw new Error(`einsum ${equation}: each axis needs a letter of its own within ${labels}`);
    }
  }
  if (inputs.length > 2) throw new Error(`einsum ${equation}: at most two tensors; multiply them pair by pair`);
  return { inputs, output };
}

/** Puts the axes of `x`, named by `labels`, into the order of `wanted`; a name it lacks becomes an axis of one. */
function arrange(x: Tensor, labels: string, wanted: string): Tensor {
  const order = [...wanted].filter((label) => labels.includes(label));
  const turned = tf.transpose(
    x,
    order.map((label) => labels.indexOf(label)),
  );
  const sizes = [...wanted].map((label) => (labels.includes(label) ? x.shape[labels.indexOf(label)] : 1));
  return tf.reshape(turned, sizes);
}

/** Sums over the axes of `x` that are named nowhere else, and gives what is left with its names. */
function sumOut(x: Tensor, labels: string, elsewhere: string): [Tensor, string] {
  const axes = [...labels].flatMap((label, axis) => (elsewhere.includes(label) ? [] : [axis]));
  const kept = [...labels].filter((label) => elsewhere.includes(label)).join('');
  return [axes.length > 0 ? tf.sum(x, axes) : x, kept];
}

const product = (sizes: number[]) => sizes.reduce((total, n) => total * n, 1);

/** An einsum of one or two tensors as one matrix product between transpositions. */
export function einsum(tensors: Tensor[], equation: string): Tensor {
  const { inputs, output } = parse(equation);
  return tf.tidy(() => {
    if (inputs.length === 1) return arrange(...sumOut(tensors[0], inputs[0], output), output);
    const [a, labelsA] = sumOut(tensors[0], inputs[0], inputs[1] + output);
    const [b, labelsB] = sumOut(tensors[1], inputs[1], inputs[0] + output);
    const shared = [...labelsA].filter((label) => labelsB.includes(label));
    const batch = shared.filter((label) => output.includes(label)).join('');
    const inner = shared.filter((label) => !output.includes(label)).join('');
    const rows = [...labelsA].filter((label) => !labelsB.includes(label)).join('');
    const columns = [...labelsB].filter((label) => !labelsA.includes(label)).join('');
    const sizes = new Map([...labelsA].map((label, axis) => [label, a.shape[axis]]));
    for (const [axis, label] of [...labelsB].entries()) {
      const [size, other] = [b.shape[axis], sizes.get(label) ?? b.shape[axis]];
      if (size !== other)
        throw new Error(`einsum ${equation}: axis ${label} has ${other} elements here, ${size} there`);
      sizes.set(label, size);
    }
    const size = (labels: string) => product([...labels].map((label) => sizes.get(label)!));
    const left = tf.reshape(arrange(a, labelsA, batch + rows + inner), [size(batch), size(rows), size(inner)]);
    const right = tf.reshape(arrange(b, labelsB, batch + inner + columns), [size(batch), size(inner), size(columns)]);
    const found = batch + rows + columns;
    const shape = [...found].map((label) => sizes.get(label)!);
    return arrange(tf.reshape(tf.matMul(left, right), shape), found, output);
  });
}

/** Gives einsum, which has none in tfjs, its gradient: another einsum with the output in the place of the tensor. */
export function addEinsumGradient(): void {
  tf.registerGradient({
    kernelName: 'Einsum',
    saveAllInputs: true,
    inputsToSave: [],
    gradFunc: (dy, tensors, attrs) => {
      const { inputs, output } = parse((attrs as { equation: string }).equation);
      const gradient = (i: number) => () => {
        const others = inputs.filter((_, j) => j !== i);
        const known = [...inputs[i]].filter((label) => [output, ...others].join('').includes(label)).join('');
        const operands = [dy as Tensor, ...tensors.filter((_, j) => j !== i)];
        const summed = einsum(operands, `${[output, ...others].join(',')}->${known}`);
        // An axis that the einsum summed away has the same gradient all along.
        return tf.broadcastTo(arrange(summed, known, inputs[i]), tensors[i].shape);
      };
      return Object.fromEntries(inputs.map((_, i) => [i, gradient(i)]));
    },
  });
}

/**
 * Evaluates cases in double precision, in a thread of its own: with `Float64Array` in the place of `Float32Array`, the
 * plain-JavaScript backend of tfjs computes and keeps doubles throughout. Derivatives are central differences.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { Case } from './case.ts';
import type { Expected, Gradient } from './expected.ts';

globalThis.Float32Array = Float64Array as unknown as typeof Float32Array;
const tf = await import('@tensorflow/tfjs');
const { allCases } = await import('./cases/index.ts');
const { inputValues, outputWeights, probesOf, shapeOf } = await import('./case.ts');
const { matMul } = await import('./reference.ts');
const { erf } = await import('../../../runners/src/math.ts');

await tf.setBackend('cpu');
tf.enableProdMode();

type Tensor = ReturnType<typeof tf.tensor>;

/** Puts a function of this project in the place of one that tfjs has wrong. */
function replace(kernelName: string, compute: (inputs: Record<string, Tensor>, attrs: never) => Tensor): void {
  tf.unregisterKernel(kernelName, 'cpu');
  tf.registerKernel({
    kernelName,
    backendName: 'cpu',
    kernelFunc: ({ inputs, attrs }) => compute(inputs as Record<string, Tensor>, attrs as never),
  });
}

// An approximation that is good to 1.5e-7 only.
replace('Erf', ({ x }) => tf.tensor(Array.from(x.dataSync(), erf), x.shape));

// Takes the wrong half of the matrices where both batches are broadcast.
replace('BatchMatMul', ({ a, b }, { transposeA, transposeB }: { transposeA: boolean; transposeB: boolean }) => {
  const [left, right] = [a, b].map((x) => ({ shape: x.shape, values: [...x.dataSync()] }));
  const { shape, values } = matMul(left, right, transposeA, transposeB);
  return tf.tensor(values, shape, 'float32');
});

/** Error of the difference quotient: about STEP^2 from the third derivative, 1e-16 / STEP from rounding. */
const STEP = 1e-5;

function evaluate(testCase: Case, values: number[][]): { shape: number[]; values: number[] } {
  return tf.tidy(() => {
    const y = testCase.run(...values.map((each, at) => tf.tensor(each, shapeOf(testCase.inputs[at]), 'float32')));
    return { shape: y.shape, values: [...y.dataSync()] };
  });
}

function differences(testCase: Case, values: number[][], weights: number[]): Gradient[] {
  const weighted = (inputs: number[][]) => {
    const y = evaluate(testCase, inputs).values;
    return weights.reduce((sum, weight, i) => sum + weight * y[i], 0);
  };
  return values.map((own, at) => {
    const { elements, directions } = probesOf(testCase, at);
    const quotient = (move: (value: number, i: number, step: number) => number) => {
      const moved = (step: number) => weighted(values.with(at, own.map((value, i) => move(value, i, step)))); // prettier-ignore
      return (moved(STEP) - moved(-STEP)) / (2 * STEP);
    };
    return {
      elements: elements.map((e) => quotient((value, i, step) => (i === e ? value + step : value))),
      directions: directions.map((d) => quotient((value, i, step) => value + step * d[i])),
    };
  });
}

for (const name of workerData as string[]) {
  const testCase = allCases.find((each) => each.name === name)!;
  const values = inputValues(testCase);
  const forward = evaluate(testCase, values);
  const weights = outputWeights(testCase, forward.values.length);
  const gradients = testCase.differentiable ? differences(testCase, values, weights) : [];
  parentPort!.postMessage({ name, ...forward, gradients } satisfies Expected);
}

import { z } from 'zod';
import { defineExperiment, type RunContext, type RunResult } from '../../engine/experiment.ts';
import { bootstrapScores } from '../../metrics/bootstrap.ts';
import { r2, rmse } from '../../metrics/regression.ts';
import { createRandom } from '../../random.ts';

/**
 * The smallest complete experiment, to learn from and to test the engine with: a line, fitted by gradient descent to
 * noisy points of a known line. It trains, it can diverge (a learning rate above 1), and it ends within milliseconds.
 */
const params = z.strictObject({
  slope: z.number().meta({ description: 'True slope' }),
  intercept: z.number().meta({ description: 'True intercept' }),
  noise: z.number().nonnegative().meta({ description: 'Standard deviation of y' }),
  points: z.int().positive().meta({ description: 'Training points; as many again for testing' }),
  steps: z.int().positive().meta({ description: 'Gradient steps' }),
  learningRate: z.number().positive(),
});
export type LineFitParams = z.infer<typeof params>;

/** Points of the true line: x uniform in [-1, 1], y with Gaussian noise. */
function draw({ slope, intercept, noise, points }: LineFitParams, seed: number, split: string) {
  const random = createRandom(seed, 'line', split);
  const x = Float64Array.from({ length: points }, () => random.range(-1, 1));
  return { x, y: x.map((value) => slope * value + intercept + noise * random.normal()) };
}

async function run(config: LineFitParams, { seed, progress }: RunContext): Promise<RunResult> {
  if (config.points < 2) throw new Error(`a line needs 2 points or more, and points is ${config.points}`);
  const { x, y } = draw(config, seed, 'train');
  const n = config.points;
  let [slope, intercept] = [0, 0];
  const losses: number[] = [];
  for (let step = 0; step < config.steps; step++) {
    let [loss, slopeGradient, interceptGradient] = [0, 0, 0];
    for (let i = 0; i < n; i++) {
      const error = slope * x[i] + intercept - y[i];
      loss += (error * error) / n;
      slopeGradient += (2 * error * x[i]) / n;
      interceptGradient += (2 * error) / n;
    }
    if (!Number.isFinite(loss)) return { status: 'diverged', metrics: [] };
    losses.push(loss);
    slope -= config.learningRate * slopeGradient;
    intercept -= config.learningRate * interceptGradient;
    progress(step + 1, config.steps, `loss ${loss.toPrecision(3)}`);
  }

  const test = draw(config, seed, 'test');
  const prediction = test.x.map((value) => slope * value + intercept);
  const replicates = bootstrapScores({ truth: test.y, prediction, seed: 1 }, ['r2']);
  const common = { unit: '', split: 'test' as const, scope: { model: 'line' }, n, digits: 3 };
  return {
    metrics: [
      {
        ...common,
        name: 'r2',
        label: '$R^2$',
        value: r2(test.y, prediction),
        direction: 'higher',
        resamples: replicates.r2,
        keepResamples: true,
      },
      { ...common, name: 'rmse', label: 'RMSE', value: rmse(test.y, prediction), direction: 'lower' },
      { ...common, name: 'slope', label: 'Slope', value: slope, direction: 'none', split: 'train' },
    ],
    curves: [
      {
        name: 'training',
        label: 'Training loss',
        scope: { model: 'line' },
        x: { name: 'step', unit: '', values: losses.map((_, step) => step + 1) },
        y: { name: 'mean squared error', unit: '', values: losses },
      },
    ],
    scale: { train: n, test: n },
  };
}

export default defineExperiment({ params, run });

import {
  createBatchOrder,
  createMlp,
  defineExperiment,
  fitRidge,
  fitScaler,
  loadBackend,
  predictAll,
  predictRidge,
  readCsv,
  rmse,
  scoreNumbers,
  splitRows,
  takeRows,
  train,
  z,
} from 'paper-factory';
import type { CsvTable } from 'paper-factory';

const params = z.strictObject({
  splitSeed: z.int().min(1).meta({ description: 'Divides the seedlings into training, validation and test' }),
  hidden: z.array(z.int().min(1)).meta({ description: 'Sizes of the hidden layers' }),
  epochs: z.int().min(1).meta({ description: 'Passes over the training seedlings' }),
  batchSize: z.int().min(1),
  learningRate: z.number().positive().meta({ description: 'Peak of the cosine schedule' }),
});

const measured = ['light_mol', 'temperature_c', 'water_ml'];

/** Inputs row by row: what was measured, then one column for each variety. */
function inputsOf(table: CsvTable): { x: Float32Array; width: number } {
  const numbers = table.matrix(measured);
  const { names, codes } = table.classes('variety');
  const width = measured.length + names.length;
  const x = new Float32Array(table.rows * width);
  for (let row = 0; row < table.rows; row++) {
    x.set(numbers.subarray(row * measured.length, (row + 1) * measured.length), row * width);
    x[row * width + measured.length + codes[row]] = 1;
  }
  return { x, width };
}

export default defineExperiment({
  params,
  async run({ splitSeed, hidden, epochs, batchSize, learningRate }, context) {
    const backend = await loadBackend(context.backend);
    const table = readCsv(context.file()).complete(['growth_mm']);
    const { x, width } = inputsOf(table);
    const y = table.numbers('growth_mm');
    const rows = splitRows(table.rows, { validation: 0.15, test: 0.25 }, splitSeed);
    const scaleX = fitScaler(takeRows(x, width, rows.train), width);
    const scaleY = fitScaler(takeRows(y, 1, rows.train));
    const part = (which: Int32Array) => ({
      x: scaleX.apply(takeRows(x, width, which)),
      y: takeRows(y, 1, which),
    });
    const [training, validation, test] = [rows.train, rows.validation, rows.test].map(part);

    const model = createMlp({ inputs: width, hidden, activation: 'silu' }, context.seed);
    const predict = (inputs: Float32Array) => scaleY.undo(predictAll(model, inputs, width));
    const targets = scaleY.apply(training.y);
    const order = createBatchOrder(rows.train.length, batchSize, context.seed);
    const result = await train({
      backend,
      model,
      inputs: width,
      batchSize,
      steps: epochs * order.perEpoch,
      schedule: { kind: 'warmup-cosine', peak: learningRate, warmup: 20 },
      batches(step, batchX, batchY) {
        const members = order.rows(step);
        batchX.set(takeRows(training.x, width, members));
        batchY.set(takeRows(targets, 1, members));
      },
      validation: {
        every: order.perEpoch,
        score: () => rmse(validation.y, predict(validation.x)),
        direction: 'lower',
      },
      checkpoints: { store: context.checkpoints, every: 200 },
      onProgress: (done, total, loss) => context.progress(done, total, `loss ${loss.toFixed(3)}`),
    });
    if (result.status === 'diverged') return { status: 'diverged', metrics: [] };

    const [line] = fitRidge({ x: training.x, n: rows.train.length, p: width, y: training.y, alphas: [1] });
    const about = { truth: test.y, unit: 'mm', of: 'growth', keepResamples: true };
    return {
      metrics: [
        ...scoreNumbers({ ...about, prediction: predict(test.x), scope: { model: 'network' } }),
        ...scoreNumbers({ ...about, prediction: predictRidge(line, test.x), scope: { model: 'line' } }),
      ],
      curves: [
        {
          name: 'validation',
          label: 'Error on the validation seedlings',
          scope: { model: 'network' },
          x: { name: 'epoch', unit: '', values: result.history.map((_, epoch) => epoch + 1) },
          y: { name: 'RMSE', unit: 'mm', values: result.history.map(({ score }) => score) },
        },
      ],
      gates: result.gates,
      scale: { train: rows.train.length, test: rows.test.length },
    };
  },
});

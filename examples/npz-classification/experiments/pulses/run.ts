import {
  createBatchOrder,
  createMlp,
  defineExperiment,
  loadBackend,
  predictAll,
  readNpz,
  scoreClasses,
  splitRows,
  takeRows,
  train,
  z,
} from 'paper-factory';
import { crossEntropy, likeliest } from './classes.ts';

const classes = 3;

export default defineExperiment({
  params: z.strictObject({
    splitSeed: z.int().min(1).meta({ description: 'Divides the pulses into training, validation and test' }),
    hidden: z.array(z.int().min(1)).meta({ description: 'Sizes of the hidden layers' }),
    epochs: z.int().min(1).meta({ description: 'Passes over the training pulses' }),
    batchSize: z.int().min(1),
    learningRate: z.number().positive().meta({ description: 'Peak of the cosine schedule' }),
  }),
  async run({ splitSeed, hidden, epochs, batchSize, learningRate }, context) {
    const backend = await loadBackend(context.backend);
    const file = readNpz(context.file());
    const { shape, values } = file.array('pulses', [null, null]);
    const [count, samples] = shape;
    const x = Float32Array.from(values);
    const kinds = Int32Array.from(file.array('kinds', [count]).values);
    const rows = splitRows(count, { validation: 0.15, test: 0.25 }, splitSeed);
    const part = (which: Int32Array) => ({ x: takeRows(x, samples, which), kinds: takeRows(kinds, 1, which) });
    const [training, validation, test] = [rows.train, rows.validation, rows.test].map(part);

    const model = createMlp({ inputs: samples, outputs: classes, hidden, activation: 'relu' }, context.seed);
    const classify = (inputs: Float32Array) => likeliest(predictAll(model, inputs, samples), classes);
    const order = createBatchOrder(rows.train.length, batchSize, context.seed);
    const result = await train({
      backend,
      model,
      inputs: samples,
      outputs: classes,
      batchSize,
      steps: epochs * order.perEpoch,
      schedule: { kind: 'warmup-cosine', peak: learningRate },
      weightDecay: 0.01,
      loss: crossEntropy,
      batches(step, batchX, batchY) {
        const members = order.rows(step);
        batchX.set(takeRows(training.x, samples, members));
        batchY.fill(0);
        for (let i = 0; i < members.length; i++) batchY[i * classes + training.kinds[members[i]]] = 1;
      },
      validation: {
        every: order.perEpoch,
        score: () => {
          const found = classify(validation.x);
          return found.filter((kind, i) => kind === validation.kinds[i]).length / found.length;
        },
      },
      checkpoints: { store: context.checkpoints, every: 200 },
      onProgress: (done, total, loss) => context.progress(done, total, `loss ${loss.toFixed(3)}`),
    });
    if (result.status === 'diverged') return { status: 'diverged', metrics: [] };
    return {
      metrics: scoreClasses({ truth: test.kinds, prediction: classify(test.x), classes, scope: { model: 'network' } }),
      gates: result.gates,
      scale: { train: rows.train.length, test: rows.test.length },
    };
  },
  figures: ({ metrics }) => [
    {
      name: 'accuracy-by-seed',
      title: 'Accuracy of each seed',
      caption: 'Share of the test pulses whose kind was found, for each seed of the first weights.',
      description: metrics[0].perSeed.map(({ seed, value }) => `Seed ${seed}: ${value.toFixed(3)}.`).join(' '),
      spec: {
        data: { values: metrics[0].perSeed },
        mark: { type: 'point', filled: true },
        encoding: {
          x: { field: 'seed', type: 'ordinal', title: 'Seed' },
          y: { field: 'value', type: 'quantitative', title: 'Accuracy', scale: { zero: false } },
        },
      },
    },
  ],
});

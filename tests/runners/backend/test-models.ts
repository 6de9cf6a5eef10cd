/** Training, saving and loading the models of tf.layers on the present backend. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { createRandom } from '../../../runners/src/random.ts';
import { sizeOf } from './case.ts';
import { models } from './models.ts';

const STEPS = 20;

function normal(shape: number[], ...labels: string[]): tf.Tensor {
  const values = new Float32Array(sizeOf(shape));
  createRandom(1, ...labels).fillNormal(values);
  return tf.tensor(values, shape);
}

/** Trains a model and gives its losses and its weights. */
function train(name: string): { losses: number[]; model: tf.Sequential } {
  const { create, input, targets } = models[name];
  const model = create(tf.initializers.glorotUniform({ seed: 1 }));
  const optimizer = tf.train.adam(0.02);
  const losses = tf.tidy(() => {
    const [x, y] = [normal(input, name, 'inputs'), normal(targets, name, 'targets')];
    const loss = () => tf.losses.meanSquaredError(y, model.apply(x, { training: true }) as tf.Tensor) as tf.Scalar;
    return Array.from({ length: STEPS }, () => optimizer.minimize(loss, true)!.dataSync()[0]) as never;
  }) as number[];
  optimizer.dispose();
  return { losses, model };
}

const weightsOf = (model: tf.LayersModel) => model.getWeights().map((weight) => weight.dataSync());

async function saveAndLoad(model: tf.Sequential): Promise<tf.LayersModel> {
  let saved: tf.io.ModelArtifacts = {};
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
    }),
  );
  return tf.loadLayersModel(tf.io.fromMemory(saved));
}

/** Training reduces the loss, gives the same weights twice and leaves no tensor. */
export function checkTraining(name: string): void {
  const { numTensors } = tf.memory();
  const [first, second] = [train(name), train(name)];
  assert.ok(first.losses[STEPS - 1] < 0.9 * first.losses[0], `losses ${first.losses}`);
  assert.deepEqual(first.losses, second.losses);
  assert.deepEqual(weightsOf(first.model), weightsOf(second.model));
  first.model.dispose();
  second.model.dispose();
  assert.equal(tf.memory().numTensors, numTensors);
}

/** Declares that a saved and loaded model has the same weights and predictions. */
export function testSaving(name: string): void {
  test(`saved and loaded: ${name}`, async () => {
    const model = models[name].create(tf.initializers.glorotUniform({ seed: 2 }));
    const loaded = await saveAndLoad(model);
    assert.deepEqual(weightsOf(loaded), weightsOf(model));
    tf.tidy(() => {
      const x = normal(models[name].input, name, 'new inputs');
      const [before, after] = [model, loaded].map((each) => (each.predict(x) as tf.Tensor).dataSync());
      assert.deepEqual(after, before);
    });
    model.dispose();
    loaded.dispose();
  });
}

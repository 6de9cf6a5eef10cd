import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prepareNoise } from '../../../runners/src/suites/spectra/data.ts';
import { noisePoint, parseNoisePoint } from '../../../runners/src/suites/spectra/noise-point.ts';
import { evaluationSet, trainingSet, whiteningScale } from '../../../runners/src/suites/spectra/observed.ts';
import { pixelCount } from '../../../runners/src/suites/spectra/simulator.ts';
import { tinyTask } from './tiny-task.ts';

const task = tinyTask({ train: 12, validation: 4, test: 3 });

test('evaluation spectra have the same deviates at every SNR and do not know a training seed', () => {
  const deviates = (snr: number): number[] => {
    const observed = evaluationSet(task, 'test', { snr });
    const sigma = prepareNoise(task.sky, task.test, { snr }).sigma(1);
    return [5, 2000].map((i) => (observed[pixelCount + i] - task.test.flux[pixelCount + i]) / sigma[i]);
  };
  assert.deepEqual(evaluationSet(task, 'test', { snr: 5 }), evaluationSet(task, 'test', { snr: 5 }));
  for (const [i, deviate] of deviates(5).entries()) assert.ok(Math.abs(deviates(10)[i] - deviate) < 1e-3);
});

test('whitening divides by the scale; all noise levels share one', () => {
  const scale = whiteningScale(task, { level: 1 });
  assert.deepEqual(whiteningScale(task, { level: 0 }), scale);
  const plain = evaluationSet(task, 'validation', { level: 2 });
  const white = evaluationSet(task, 'validation', { level: 2 }, scale);
  for (const i of [0, 3000]) assert.ok(Math.abs(white[i] * scale[i] - plain[i]) < 1e-5);
});

test('the seed draws the training noise, and nothing at level 0', () => {
  assert.notDeepEqual(trainingSet(task, { snr: 5 }, 1), trainingSet(task, { snr: 5 }, 2));
  assert.deepEqual(trainingSet(task, { level: 0 }, 1), task.train.flux);
});

test('noise points are written as in metric addresses', () => {
  assert.deepEqual(parseNoisePoint('snr=5'), { setting: { snr: 5 }, scope: { snr: 5 } });
  assert.deepEqual(parseNoisePoint('noise_level=0.2'), { setting: { level: 0.2 }, scope: { noise_level: 0.2 } });
  for (const wrong of ['snr', 'snr=', 'level=1', 'snr=-1', 'snr=5 ']) assert.ok(!noisePoint.safeParse(wrong).success);
});

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { loadBackend } from '../../../runners/src/backend/index.ts';
import { createRandom } from '../../../runners/src/random.ts';
import { prepareCompressedNoise, type CompressedNoise } from '../../../runners/src/suites/spectra/compressed-noise.ts';
import { compress, fitCompression, type Compression } from '../../../runners/src/suites/spectra/compression.ts';
import { prepareNoise } from '../../../runners/src/suites/spectra/data.ts';
import { whiteningScale } from '../../../runners/src/suites/spectra/observed.ts';
import { pixelCount } from '../../../runners/src/suites/spectra/simulator.ts';
import { tinyTask } from './tiny-task.ts';

const size = 24;
const snr = 5;
const task = tinyTask({ train: 64, validation: 1, test: 1 });
let compression: Compression;
let noise: CompressedNoise;

before(async () => {
  await loadBackend({ name: 'wasm' });
  compression = fitCompression(task.train, whiteningScale(task, { snr }), size);
  const coefficients = compress(compression, task.train.flux);
  noise = prepareCompressedNoise(compression, task.sky, task.train, coefficients, snr);
});

test('axes are orthonormal and keep nearly all of the signal', () => {
  const { axes, lost } = compression;
  for (let a = 0; a < size; a += 1) {
    for (let b = 0; b <= a; b += 1) {
      let product = 0;
      for (let j = 0; j < pixelCount; j += 1) product += axes[j * size + a] * axes[j * size + b];
      assert.ok(Math.abs(product - (a === b ? 1 : 0)) < 1e-5);
    }
  }
  assert.ok(lost > 0 && lost < 1, `${lost}`);
});

test('the covariance of compressed noise is that of compressed pixel noise', () => {
  const { axes, scale } = compression;
  const pixels = prepareNoise(task.sky, task.train, { snr });
  for (const index of [0, 17]) {
    const sigma = pixels.sigma(index);
    const covariance = noise.covariance(index);
    let q = 0;
    for (let a = 0; a < size; a += 1) {
      for (let b = 0; b <= a; b += 1, q += 1) {
        let direct = 0;
        for (let j = 0; j < pixelCount; j += 1) {
          const ratio = sigma[j] / scale[j];
          direct += axes[j * size + a] * axes[j * size + b] * ratio * ratio;
        }
        assert.ok(Math.abs(covariance[q] - direct) < 2e-3, `${covariance[q]} ${direct}`);
      }
    }
  }
});

test('added noise has that covariance', () => {
  const index = 3;
  const draws = 20000;
  const random = createRandom(1, 'test');
  const deviates = new Float32Array(size);
  const sums = new Float64Array((size * (size + 1)) / 2);
  for (let draw = 0; draw < draws; draw += 1) {
    const out = new Float32Array(size);
    random.fillNormal(deviates);
    noise.add(index, deviates, 0, out);
    for (let a = 0, q = 0; a < size; a += 1)
      for (let b = 0; b <= a; b += 1, q += 1) sums[q] += (out[a] * out[b]) / draws;
  }
  const expected = noise.covariance(index);
  for (const [q, sum] of sums.entries()) assert.ok(Math.abs(sum - expected[q]) < 0.05, `${sum} ${expected[q]}`);
});

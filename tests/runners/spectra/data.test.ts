import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../../runners/src/random.ts';
import {
  datasetParams,
  loadSpectra,
  prepareNoise,
  referenceSigma,
  skyOf,
} from '../../../runners/src/suites/spectra/data.ts';
import { exposure, electronsAtSnr, medianSnr, sigmaAtMagnitude } from '../../../runners/src/suites/spectra/noise.ts';
import { pixelCount } from '../../../runners/src/suites/spectra/simulator.ts';

const params = datasetParams.parse({
  lineSeed: 11,
  skySeed: 5,
  labelSeed: 3,
  normalisation: 'median',
  train: 24,
  validation: 8,
  test: 8,
});
const sky = skyOf(params);

test('a shorter training set is the beginning of a longer one', () => {
  const long = loadSpectra(params, 'train');
  const short = loadSpectra(params, 'train', 5);
  assert.equal(long.count, 24);
  assert.deepEqual(long.flux.subarray(0, 5 * pixelCount), short.flux);
  assert.deepEqual(long.labels.logG.subarray(0, 5), short.labels.logG);
  assert.notDeepEqual(loadSpectra(params, 'test', 5).flux, short.flux);
});

test('cached chunks are asked for by keys that name what they depend on', () => {
  const keys: string[] = [];
  const cached = (key: string, make: () => Uint8Array): Uint8Array => {
    keys.push(key);
    return make();
  };
  loadSpectra(params, 'validation', 3, cached);
  loadSpectra({ ...params, lineSeed: 12 }, 'validation', 3, cached);
  loadSpectra({ ...params, labelRanges: { ...params.labelRanges, mh: [-2.5, 0.75] } }, 'validation', 3, cached);
  loadSpectra(params, 'validation', 3, cached, { resolvingPower: 3000, calibration: { dampingWidth: 0.3 } });
  assert.equal(new Set(keys).size, 4);
});

test('sigma^2 = (f F + sky + ron^2) / F^2', () => {
  const { flux } = loadSpectra(params, 'test', 1);
  const sigma = sigmaAtMagnitude(sky, flux, 21.5);
  const electrons = exposure.referenceElectrons;
  for (const i of [0, 1000, 4095]) {
    const variance = (flux[i] * electrons + sky.electrons[i] + exposure.readNoise ** 2) / electrons ** 2;
    assert.ok(Math.abs(sigma[i] ** 2 / variance - 1) < 1e-12);
  }
  assert.ok(sigmaAtMagnitude(sky, flux, 23)[7] > sigma[7]);
});

test('on the SNR axis every spectrum has the stated median SNR', () => {
  const spectra = loadSpectra(params, 'test');
  for (const snr of [1, 7, 50]) {
    const noise = prepareNoise(sky, spectra, { snr });
    for (let i = 0; i < spectra.count; i += 1) {
      const reached = medianSnr(spectra.flux, noise.sigma(i), i * pixelCount);
      assert.ok(Math.abs(reached / snr - 1) < 1e-12, `${reached}`);
    }
  }
  const electrons = electronsAtSnr(sky, 7);
  assert.ok(Math.abs(electrons / Math.sqrt(electrons + sky.medianBackground) - 7) < 1e-9);
});

test('noise level 1 is magnitude 21.5, near SNR 5 to 7, and level 0 is no noise', () => {
  const spectra = loadSpectra(params, 'test', 2);
  const sigma = prepareNoise(sky, spectra, { level: 1 }).sigma(1);
  assert.deepEqual(sigma, sigmaAtMagnitude(sky, spectra.flux, 21.5, pixelCount));
  const snr = medianSnr(spectra.flux, sigma, pixelCount);
  assert.ok(snr > 5 && snr < 7, `${snr}`);
  const clean = new Float32Array(pixelCount);
  prepareNoise(sky, spectra, { level: 0 }).corrupt(1, createRandom(1, 'noise'), clean);
  assert.deepEqual(clean, spectra.flux.slice(pixelCount));
});

test('corrupt adds noise of the stated sigma, and whitening divides by the reference', () => {
  const spectra = loadSpectra(params, 'train', 8);
  const noise = prepareNoise(sky, spectra, { snr: 5 });
  const reference = referenceSigma(sky, spectra, { snr: 5 });
  const plain = new Float32Array(pixelCount);
  const white = new Float32Array(pixelCount);
  noise.corrupt(3, createRandom(1, 'noise'), plain);
  noise.corrupt(3, createRandom(1, 'noise'), white, 0, reference);
  const sigma = noise.sigma(3);
  let chi2 = 0;
  for (let i = 0; i < pixelCount; i += 1) {
    chi2 += ((plain[i] - spectra.flux[3 * pixelCount + i]) / sigma[i]) ** 2 / pixelCount;
    assert.ok(Math.abs(white[i] * reference[i] - plain[i]) < 1e-5);
  }
  assert.ok(Math.abs(chi2 - 1) < 0.1, `${chi2}`);
});

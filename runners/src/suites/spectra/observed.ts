import type { RunContext } from '../../engine/experiment.ts';
import { createRandom } from '../../random.ts';
import {
  loadSpectra,
  prepareNoise,
  referenceSigma,
  skyOf,
  upstreamDataset,
  type NoiseSetting,
  type Spectra,
  type Split,
} from './data.ts';
import type { Sky } from './noise.ts';
import { pixelCount } from './simulator.ts';

/**
 * Seed of the noise on validation and test spectra. One for all models and all training seeds: what differs between
 * two models is then the models, and a bootstrap over test spectra is paired.
 */
const evaluationSeed = 1;

/** The three splits of the suite, noise-free, with the sky they are seen through. */
export interface SpectraTask {
  sky: Sky;
  train: Spectra;
  validation: Spectra;
  test: Spectra;
}

/** The suite's data with the first `trainCount` training spectra, or all there are where these are fewer. */
export function loadTask(context: Pick<RunContext, 'upstream' | 'cached'>, trainCount: number): SpectraTask {
  const params = upstreamDataset(context);
  const load = (split: Split, count = params[split]) => loadSpectra(params, split, count, context.cached);
  return {
    sky: skyOf(params),
    train: load('train', Math.min(trainCount, params.train)),
    validation: load('validation'),
    test: load('test'),
  };
}

/**
 * Whitening scale per pixel, [4096]: sigma of a typical training spectrum. Noise levels, the noise-free one included,
 * share the scale of level 1, since a level only multiplies sigma.
 */
export function whiteningScale({ sky, train }: SpectraTask, setting: NoiseSetting): Float64Array {
  return referenceSigma(sky, train, 'level' in setting ? { level: 1 } : setting);
}

/**
 * Validation or test spectra as every model of the suite sees them, [count, 4096]: noise of a fixed seed, whose
 * deviates are the same at every noise setting. Divided by `whitening` per pixel where given.
 */
export function evaluationSet<Set extends 'validation' | 'test'>(
  task: Pick<SpectraTask, 'sky' | Set>,
  split: Set,
  setting: NoiseSetting,
  whitening?: Float64Array,
): Float32Array {
  const spectra: Spectra = task[split];
  const noise = prepareNoise(task.sky, spectra, setting);
  const observed = new Float32Array(spectra.count * pixelCount);
  for (let i = 0; i < spectra.count; i += 1) {
    noise.corrupt(i, createRandom(evaluationSeed, 'evaluation', split, i), observed, i * pixelCount, whitening);
  }
  return observed;
}

/** One noisy draw of all training spectra, [count, 4096], for models that do not train in batches. */
export function trainingSet(
  { sky, train }: SpectraTask,
  setting: NoiseSetting,
  seed: number,
  whitening?: Float64Array,
): Float32Array {
  const noise = prepareNoise(sky, train, setting);
  const random = createRandom(seed, 'training-noise');
  const observed = new Float32Array(train.count * pixelCount);
  for (let i = 0; i < train.count; i += 1) noise.corrupt(i, random, observed, i * pixelCount, whitening);
  return observed;
}

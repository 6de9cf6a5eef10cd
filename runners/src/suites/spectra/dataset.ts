import { defineExperiment } from '../../engine/experiment.ts';
import { cardCurves } from './card-curves.ts';
import { baselineMetrics, labelMetrics, lineMetrics, noiseMetrics } from './card-metrics.ts';
import { datasetParams, loadSpectra, skyOf } from './data.ts';
import type { DatasetParams, Spectra } from './data.ts';
import type { Gate } from '../../schema/outcome.ts';
import { median } from './order.ts';
import { pixelCount } from './simulator.ts';

/**
 * The data set's card: what the simulated spectra, their labels and their noise are like, and the trivial baseline.
 * Its `params` define the data for every other experiment of the suite.
 */
export default defineExperiment<DatasetParams>({
  params: datasetParams,
  async run(params, context) {
    const steps = 5;
    context.progress(0, steps, 'simulate');
    const validation = loadSpectra(params, 'validation', params.validation, context.cached);
    const sky = skyOf(params);
    context.progress(1, steps, 'noise');
    const noise = noiseMetrics(sky, validation);
    context.progress(2, steps, 'labels');
    const labels = labelMetrics(params);
    const baseline = baselineMetrics(params, context.seed);
    context.progress(3, steps, 'lines');
    const lines = lineMetrics(params, sky);
    context.progress(4, steps, 'curves');
    const curves = cardCurves(params, sky);
    context.progress(steps, steps);

    const gates = [positive(validation), ...(params.normalisation === 'median' ? [normalised(validation)] : [])];
    return {
      metrics: [...noise, ...labels, ...baseline, ...lines],
      curves,
      gates,
      scale: { train: params.train, validation: params.validation, test: params.test },
    };
  },
});

function positive({ flux }: Spectra): Gate {
  const value = flux.reduce((lowest, pixel) => Math.min(lowest, pixel), Infinity);
  return { name: 'every flux value is positive', value, relation: '>', threshold: 0, passed: value > 0 };
}

function normalised({ count, flux }: Spectra): Gate {
  let value = 0;
  for (let i = 0; i < count; i += 1) {
    value = Math.max(value, Math.abs(median(flux, i * pixelCount, pixelCount) - 1));
  }
  const name = 'every spectrum has median flux 1 (largest departure)';
  return { name, value, relation: '<', threshold: 1e-6, passed: value < 1e-6 };
}

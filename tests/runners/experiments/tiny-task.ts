import { datasetParams } from '../../../runners/src/suites/spectra/data.ts';
import { loadTask, type SpectraTask } from '../../../runners/src/suites/spectra/observed.ts';
import { smokeConfig, upstreamWith } from './context.ts';

/** The suite's data in a few spectra. */
export function tinyTask(sizes: { train: number; validation: number; test: number }): SpectraTask {
  const params = datasetParams.parse({ ...smokeConfig('spectra-dataset').params, ...sizes });
  const upstream = { 'spectra-dataset': upstreamWith(params, null as never) };
  return loadTask({ upstream, cached: (_, make) => make() }, sizes.train);
}

import { aggregate } from '../../../runners/src/engine/aggregate.ts';
import type { RunMetric, RunResult } from '../../../runners/src/engine/experiment.ts';
import type { MeasuredBy } from '../../../runners/src/engine/measurements.ts';

/** A metric of one run, with replicates unless it is none of the headline. */
export function metric(name: string, value: number, { headline = true, snr = 5 } = {}): RunMetric {
  const resamples = headline ? { resamples: [value - 0.1, value, value + 0.1] } : {};
  const fields = { label: name, unit: '', direction: 'higher', split: 'test', n: 3, digits: 3 } as const;
  return { name, value, ...fields, scope: { snr }, ...resamples };
}

/** An outcome of `line-fit` from one run a seed. */
export function outcomeOfRuns(...runs: Omit<RunResult, 'status'>[]) {
  return aggregate(
    'line-fit',
    'smoke',
    runs.map((result, i) => ({ seed: i + 1, result })),
  );
}

/** The same, where a run has nothing but metrics. */
export const outcomeOf = (...runs: RunMetric[][]) => outcomeOfRuns(...runs.map((metrics) => ({ metrics })));

/** When and where something was measured, with what a test varies. */
export function about(more: Partial<MeasuredBy> = {}): MeasuredBy {
  return {
    key: 'a'.repeat(64),
    kind: 'verification',
    backend: { name: 'wasm', version: 'any' },
    machine: 'linux-x64 Some Processor',
    node: 'v24.1.0',
    date: '2026-11-21T12:00:00.000Z',
    ...more,
  };
}

import { addressOf } from './address.ts';
import type { Measurement } from './measurements.ts';
import type { Metric, Outcome } from './outcome.ts';

/** What is known of the noise of one metric. */
export interface NoiseFloor {
  /** How far the same experiment may lie from the committed value, unit of the metric. */
  floor: number;
  /** Seeds that it rests on; with one seed they say nothing. */
  seeds: number;
  /** Other measurements of the same key whose value differs. */
  measurements: number;
}

/**
 * The noise floor of a metric: half of its range over seeds (what another seed might give), or the largest distance from
 * the committed value at which the same key was measured (what another backend, machine or repetition did give),
 * whichever is larger.
 * @param measured Values of the same metric in other measurements.
 */
export function noiseFloor(metric: Pick<Metric, 'value' | 'perSeed'>, measured: number[]): NoiseFloor {
  const values = metric.perSeed.map((run) => run.value);
  const others = measured.filter((value) => value !== metric.value);
  const overSeeds = (Math.max(...values) - Math.min(...values)) / 2;
  const floor = Math.max(overSeeds, ...others.map((value) => Math.abs(value - metric.value)));
  return { floor, seeds: values.length, measurements: others.length };
}

/** The noise floor of every metric of an outcome, by address. */
export function measuredSpread(outcome: Outcome, measurements: readonly Measurement[]): Map<string, NoiseFloor> {
  const measured = new Map<string, number[]>();
  for (const { values } of measurements) {
    for (const { metric, value } of values) {
      const known = measured.get(metric);
      if (known) known.push(value);
      else measured.set(metric, [value]);
    }
  }
  return new Map(
    outcome.metrics.map((metric) => {
      const address = addressOf(outcome, metric);
      return [address, noiseFloor(metric, measured.get(address) ?? [])];
    }),
  );
}

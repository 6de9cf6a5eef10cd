import { digest } from '../../../runners/src/engine/canonical.ts';
import type { RunResult } from '../../../runners/src/engine/experiment.ts';
import type { RunManifest } from '../../../runners/src/engine/run-manifest.ts';
import type { RunStore } from '../../../runners/src/engine/run-store.ts';

export const wasm = { name: 'wasm', version: '4.22.0' };

/** A result with one metric. */
export const resultOf = (value: number): RunResult => ({
  metrics: [
    {
      ...{ name: 'r2', label: 'R2', value, unit: '', direction: 'higher', split: 'test', scope: { snr: 5 }, n: 10 },
      digits: 2,
    } as const,
  ],
});

/** Run key of a made-up run. */
export const keyOf = (name: string): string => digest(`key of ${name}`);

/** Keeps a made-up measurement of a made-up run, with artefacts of these texts. */
export function keepRun(
  store: RunStore,
  name: string,
  value: number,
  artefacts: Record<string, string> = {},
): RunManifest {
  const digests = Object.entries(artefacts).map(([file, text]) => [file, store.objects.put(Buffer.from(text))]);
  return store.write(
    {
      ...{ key: keyOf(name), id: name, profile: 'smoke', seed: 1, point: {}, backend: wasm },
      ...{ machine: 'linux-x64 A processor', node: 'v24.0.0', platform: 'linux-x64' },
      ...{ date: '2026-11-21T10:00:00.000Z', seconds: 1, cpuSeconds: 1, peakMemoryMiB: 100 },
    },
    resultOf(value),
    Object.fromEntries(digests),
  );
}

import type { Claim, Measurement, Metric, Outcome, Track } from '@paper-factory/runners/schema';
import { claimSchema, trackSchema } from '@paper-factory/runners/schema';
import type { ClaimEntry } from '../../src/content/types.ts';
import type { EvidenceState } from '../../src/evidence/state.ts';
import { judge } from '../../src/evidence/judge.ts';

/** A metric with the given value for each seed; its value is their mean unless given. */
export function metric(name: string, scope: Metric['scope'], seeds: number[], more: Partial<Metric> = {}): Metric {
  return {
    name,
    label: name,
    value: seeds.reduce((sum, value) => sum + value, 0) / seeds.length,
    unit: '',
    direction: 'higher',
    split: 'test',
    scope,
    n: 100,
    digits: 2,
    perSeed: seeds.map((value, i) => ({ seed: i + 1, value })),
    ci: null,
    ...more,
  };
}

export function outcome(id: string, metrics: Metric[], more: Partial<Outcome> = {}): Outcome {
  const base = { schemaVersion: 1 as const, id, profile: 'default', status: 'ok' as const };
  return { ...base, scale: {}, metrics, curves: [], gates: [], ...more };
}

/** A measurement on a backend and machine, of the values that differ. */
export function measurement(place: string, values: Record<string, number> = {}): Measurement {
  const [name, machine] = place.split(' on ');
  return {
    kind: 'backend',
    backend: { name, version: '4' },
    machine,
    node: 'v24.1.0',
    date: '2026-11-21T12:00:00.000Z',
    result: 'changed',
    compared: 3,
    values: Object.entries(values).map(([metric, value]) => ({ metric, value })),
    otherDifferences: [],
  };
}

/** A claim as its YAML gives it, defaults filled in. */
export function claim(raw: Record<string, unknown>): Claim {
  const because = raw.expect !== undefined && raw.expect !== 'verified' ? { because: 'x' } : {};
  return claimSchema.parse({ id: 'A-x', statement: 'It holds.', ...because, ...raw });
}

export function claimEntry(raw: Record<string, unknown>): ClaimEntry {
  const parsed = claim(raw);
  return {
    claim: parsed,
    track: parsed.id[0],
    file: `content/claims/${parsed.id[0].toLowerCase()}.yaml`,
    line: () => 1,
  };
}

export function track(raw: Record<string, unknown> = {}): Track {
  const base = {
    schemaVersion: 1,
    title: 'T',
    date: '2026-01-01',
    authors: ['a'],
    id: 'A',
    coreIdea: 'i',
    thesis: 't',
  };
  return trackSchema.parse({ ...base, ...raw });
}

/** The state of a root with these outcomes, claims and figures; every outcome has a config. */
export function stateOf(
  outcomes: Outcome[],
  claims: ClaimEntry[],
  more: Partial<Omit<EvidenceState, 'judged'>> = {},
): EvidenceState {
  const byId = new Map(outcomes.map((one) => [one.id, one]));
  const freshness = more.freshness ?? {};
  const imported = more.imported ?? new Map<string, string>();
  const judged = judge({ claims, outcomes: byId, freshness, imported, measurements: new Map() });
  return {
    outcomes: byId,
    figures: new Set(),
    configs: new Set(byId.keys()),
    planned: new Set(),
    ...more,
    freshness,
    imported,
    judged: new Map(judged.map((one) => [one.id, one])),
  };
}

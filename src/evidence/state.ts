import type { Outcome } from '@paper-factory/runners/schema';
import { splitPlanned } from '../content/planned.ts';
import type { LoadedRoot } from '../content/types.ts';
import { importedFrom, type ImportedFrom } from './imported.ts';
import type { FreshnessById } from './judge.ts';
import { judge } from './judge.ts';
import type { MeasurementsById } from './operands.ts';
import type { BuildState, Freshness, Judged } from './types.ts';

/** What is known of a root's evidence, at the profile that its addresses mean. */
export interface EvidenceState {
  outcomes: Map<string, Outcome>;
  freshness: FreshnessById;
  imported: ImportedFrom;
  /** Generated figures, `<experiment>/<name>`. */
  figures: ReadonlySet<string>;
  /** Experiments that have a config, planned ones too. */
  configs: ReadonlySet<string>;
  /** Experiments that are only planned: nothing can run them yet. */
  planned: ReadonlySet<string>;
  judged: Map<string, Judged>;
}

/** The outcomes of the root's profile, by experiment id. */
export function outcomesOf({ results, config }: Pick<LoadedRoot, 'results' | 'config'>): Map<string, Outcome> {
  return new Map(
    [...results].flatMap(([key, { outcome }]): [string, Outcome][] => {
      const at = key.lastIndexOf('/');
      return key.slice(at + 1) === config.profile ? [[key.slice(0, at), outcome]] : [];
    }),
  );
}

/** What else was measured for these outcomes, by experiment id. */
export function measurementsOf({ results, config }: Pick<LoadedRoot, 'results' | 'config'>): MeasurementsById {
  const shown = [...results.values()].filter(({ outcome }) => outcome.profile === config.profile);
  return new Map(shown.map(({ outcome, measurements }) => [outcome.id, measurements]));
}

/** The freshness of the root's profile, by experiment id. */
export function freshnessOf(profile: string, byRun: BuildState['freshness']): FreshnessById {
  const end = `/${profile}`;
  const entries = Object.entries(byRun).filter(([key]) => key.endsWith(end));
  return Object.fromEntries(entries.map(([key, state]): [string, Freshness] => [key.slice(0, -end.length), state]));
}

/** Judges every claim of a root and gathers what its pages are computed from. */
export function readState(loaded: LoadedRoot, byRun: BuildState['freshness']): EvidenceState {
  const outcomes = outcomesOf(loaded);
  const freshness = freshnessOf(loaded.config.profile, byRun);
  const [imported, measurements] = [importedFrom(loaded), measurementsOf(loaded)];
  const planned = new Set(splitPlanned(loaded.configs).planned.keys());
  const judged = judge({ claims: loaded.claims.values(), outcomes, freshness, imported, measurements, planned });
  return {
    outcomes,
    freshness,
    imported,
    figures: new Set(loaded.figures.keys()),
    configs: new Set(loaded.configs.keys()),
    planned,
    judged: new Map(judged.map((one) => [one.id, one])),
  };
}

/** The claims of a track, in the order of its file. */
export function claimsOf(track: string, { judged }: Pick<EvidenceState, 'judged'>): Judged[] {
  return [...judged.values()].filter((one) => one.track === track);
}

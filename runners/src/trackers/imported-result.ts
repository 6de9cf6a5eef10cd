import { aggregate } from '../engine/aggregate.ts';
import { digest } from '../engine/canonical.ts';
import { prettyJson } from '../engine/pretty-json.ts';
import { outcomeBytes } from '../engine/store.ts';
import type { Outcome } from '../schema/outcome.ts';
import { provenanceSchema, type Imported } from '../schema/provenance.ts';
import { toRunResult } from './to-run-result.ts';
import type { TrackedRun } from './tracker.ts';

/** A result as the files that a root commits. */
export interface ImportedResult {
  outcome: Outcome;
  /** Bytes of `outcome.json` and `provenance.json`. */
  files: { outcome: string; provenance: string };
}

/** What a tracker recorded, as the result of an experiment at a profile. */
export function importedResult(
  run: TrackedRun,
  about: Pick<Imported, 'id' | 'profile' | 'source' | 'date'> & { seed: number },
): ImportedResult {
  const { id, profile, source, date, seed } = about;
  const outcome = aggregate(id, profile, [{ seed, result: toRunResult(run) }]);
  const bytes = outcomeBytes(outcome);
  const provenance: Imported = {
    ...{ schemaVersion: 1, kind: 'imported', id, profile, source, date, tool: run.tool, outcome: digest(bytes) },
  };
  return { outcome, files: { outcome: bytes, provenance: prettyJson(provenanceSchema.parse(provenance)) } };
}

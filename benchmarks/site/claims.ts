import { meanOf, type Planned } from './plan.ts';

/** Claims of 40 tracks, 25 each. */
const claimCount = 1000;

interface Generated {
  id: string;
  track: string;
  yaml: string;
}

/** A claim over the metrics of one or two experiments; a tenth are falsified, as their author expects. */
function claimOf(n: number, experiments: readonly Planned[]): Generated {
  const one = experiments[n % experiments.length];
  const other = experiments[(n * 7 + 3) % experiments.length];
  const id = `${one.track}-claim-${String(n).padStart(4, '0')}`;
  const [accuracy, , residual] = one.metrics;
  const falsified = n % 10 === 9;
  const common = [`  - id: ${id}`, ...(n % 4 === 0 ? ['    level: headline'] : [])];
  const verdict = falsified ? ['    expect: falsified', '    because: The baseline was measured on cleaner data.'] : [];
  const mean = meanOf(accuracy);
  const tests: Record<string, () => string[]> = {
    bound: () => [
      `    statement: ${one.title} is worth $${(mean + (falsified ? 0.1 : -0.1)).toFixed(2)}$ at least.`,
      '    kind: bound',
      `    metric: ${one.id}/${accuracy.name}`,
      '    relation: ">"',
      `    bound: ${(mean + (falsified ? 0.1 : -0.1)).toFixed(2)}`,
    ],
    value: () => [
      `    statement: The residual of ${one.id} is known to three digits.`,
      '    kind: value',
      `    metric: ${one.id}/${residual.name}`,
      `    value: "${(meanOf(residual) + (falsified ? 0.2 : 0)).toFixed(3)}"`,
      '    tolerance: { absolute: 0.02 }',
    ],
    comparison: () => [
      `    statement: ${one.title} beats the residual of ${other.id}.`,
      '    kind: comparison',
      `    left: ${one.id}/${accuracy.name}`,
      `    relation: "${falsified ? '<' : '>'}"`,
      `    right: ${other.id}/calibration`,
      `    margin: ${falsified ? 0 : -0.6}`,
    ],
  };
  const kinds = Object.keys(tests);
  return { id, track: one.track, yaml: [...common, ...tests[kinds[n % 3]](), ...verdict].join('\n') };
}

/** The claims by track: as files, and their ids. */
export function claimsByTrack(experiments: readonly Planned[]): Map<string, { ids: string[]; text: string }> {
  const all = Array.from({ length: Math.min(claimCount, 2 * experiments.length) }, (_, n) => claimOf(n, experiments));
  const groups = Map.groupBy(all, ({ track }) => track);
  return new Map(
    [...groups].map(([track, claims]) => {
      const text = `schemaVersion: 1\ntrack: ${track}\nclaims:\n${claims.map(({ yaml }) => yaml).join('\n')}\n`;
      return [track, { ids: claims.map(({ id }) => id), text }];
    }),
  );
}

import { writeFiles } from '../engine/graph.ts';
import { claimsByTrack } from './claims.ts';
import { logFile } from './log.ts';
import { planExperiments, seeds, trackLetters, type Planned } from './plan.ts';
import { writeResults } from './results.ts';
import { trackFile } from './track.ts';

/** A program of any language, so that the engine knows it by its command, inputs and params alone. */
const configOf = ({ id, title, seed }: Planned): string => `schemaVersion: 1
id: ${id}
suite: generated
runner: command
title: ${title}
command:
  run: [sh, train.sh, "--width={params.width}", "--seed={seed}", "--output={output}"]
  inputs: [train.sh]
seeds: [${seeds.join(', ')}]
params:
  width: ${64 + (seed % 7) * 32}
  steps: ${1000 + seed}
profiles:
  smoke: { seeds: [1] }
  default: {}
notes:
  width: Wide enough for the lines.
tags: [generated]
`;

const settings = `schemaVersion: 1
title: Generated lab
tagline: A root of a benchmark.
authors: [A. Writer]
committed: [default]
`;

/** The others that a log refers to: two that are near and one that is far. */
const othersOf = (experiments: readonly Planned[], i: number): Planned[] =>
  [...new Set([i + 1, i + 2, 3 * i + 5].map((n) => n % experiments.length))]
    .filter((n) => n !== i)
    .map((n) => experiments[n]);

/** Writes a root of so many logs, each with an experiment of two runs; the same bytes at every call. */
export async function writeSiteRoot(folder: string, logs: number): Promise<void> {
  const experiments = planExperiments(logs);
  const claims = claimsByTrack(experiments);
  const letters = trackLetters.filter((letter) => claims.has(letter));
  writeFiles(folder, [
    ['factory.config.yaml', settings],
    ['train.sh', 'echo "generated: its results are committed, it is never run" >&2; exit 1\n'],
    ...experiments.map((one) => [`experiments/${one.id}/config.yaml`, configOf(one)] as const),
    ...letters.flatMap((letter) => {
      const { ids, text } = claims.get(letter)!;
      const name = letter.toLowerCase();
      return [
        [`content/claims/${name}.yaml`, text],
        [`content/tracks/${name}.md`, trackFile(letter, ids, experiments)],
      ] as const;
    }),
    ...experiments.map((one, i) => {
      const ids = claims.get(one.track)!.ids;
      const file = logFile(one, othersOf(experiments, i), ids[i % ids.length]);
      return [`content/experiments/${one.id}.md`, file] as const;
    }),
  ]);
  await writeResults(folder, experiments);
}

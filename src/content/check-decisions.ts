import type { Track } from "@paper-factory/runners/schema";
import { finding } from './rules.ts';
import type { DataPath, DecisionsEntry, Entry, Finding, LoadedRoot } from './types.ts';

interface Place {
  file: string;
  line(path: DataPath): number;
}

const tell = ({ file, line }: Place, path: DataPath, message: string, hint: string): Finding =>
  finding('decision-has-evidence', file, line(path), message, hint);

/** A question is decided by a reason or by claims; a criterion goes by something. */
function checkTrack(entry: Entry<Track>): Finding[] {
  const { questions, decisions } = entry.data;
  return [
    ...questions.flatMap(({ id, decision, because, claims }, i) => {
      if (decision === undefined || because !== undefined || claims.length > 0) return [];
      const message = `questions[${i}].decision: expected a reason or claims for it, found neither ("${id}")`;
      const hint = 'Add because: ..., or claims: [...] that the decision rests on; or leave the question open.';
      return [tell(entry, ['questions', i, 'decision'], message, hint)];
    }),
    ...decisions.flatMap(({ criteria }, i) =>
      criteria.flatMap(({ claims, gate, question, stated }, j) => {
        if (claims.length > 0 || gate || question || stated) return [];
        const message = `decisions[${i}].criteria[${j}]: expected claims, a gate, a question or what the source states, found nothing`;
        const hint = 'Name what decides the criterion, or write stated: pending where the source says so.';
        return [tell(entry, ['decisions', i, 'criteria', j], message, hint)];
      }),
    ),
  ];
}

/** A gate has something that measures it; a condition of a tree is a claim or a gate. */
function checkEntry(entry: DecisionsEntry): Finding[] {
  return [
    ...entry.gates.flatMap(({ metric, claims, experiment }, i) => {
      if (metric || claims.length > 0 || experiment) return [];
      const message = `gates[${i}]: expected a metric, claims or the experiment that will measure it, found none`;
      return [tell(entry, ['gates', i], message, 'Add metric: ..., claims: [...] or experiment: ....')];
    }),
    ...entry.trees.flatMap(({ nodes }, i) =>
      nodes.flatMap(({ kind, claim, gate }, j) => {
        if (kind !== 'condition' || claim || gate) return [];
        const message = `trees[${i}].nodes[${j}]: expected a claim or a gate for the condition, found neither`;
        return [tell(entry, ['trees', i, 'nodes', j], message, 'Add claim: ... or gate: ..., so that it can be computed.')];
      }),
    ),
  ];
}

/** Whatever decides, or is decided, names what it goes by. */
export function checkDecisions({ tracks, decisions }: Pick<LoadedRoot, 'tracks' | 'decisions'>): Finding[] {
  return [...[...tracks.values()].flatMap(checkTrack), ...[...decisions.values()].flatMap(checkEntry)];
}

import { finding } from './rules.ts';
import type { DataPath, Finding, LoadedRoot } from './types.ts';

interface Place {
  file: string;
  line(path: DataPath): number;
}

/** Ids within one list of one file, e.g. the numbers of contributions: each once. */
function checkList(list: string, key: string, ids: readonly (string | number | null)[], { file, line }: Place): Finding[] {
  const first = new Map<string | number, number>();
  return ids.flatMap((id, i) => {
    const other = id === null ? undefined : first.get(id);
    if (id !== null && other === undefined) first.set(id, i);
    if (other === undefined) return [];
    const message = `${list}[${i}].${key}: expected one of its own, found ${id}, which ${list}[${other}] has`;
    return [finding('id-is-unique', file, line([list, i, key]), message, `Give one of the two another ${key}.`)];
  });
}

/** Ids that hold only within their file are unique there. */
export function checkInnerIds(root: LoadedRoot): Finding[] {
  const tracks = [...root.tracks.values()].flatMap((entry) => {
    const { contributions, figures, risks, questions } = entry.data;
    return [
      ...checkList('contributions', 'n', contributions.map(({ n }) => n), entry),
      ...checkList('figures', 'n', figures.map(({ n }) => n), entry),
      ...checkList('risks', 'id', risks.map(({ id }) => id), entry),
      ...checkList('questions', 'id', questions.map(({ id }) => id), entry),
    ];
  });
  const logs = [...root.experiments.values()].flatMap((entry) =>
    checkList('hypotheses', 'id', entry.data.hypotheses.map(({ id }) => id), entry),
  );
  return [...tracks, ...logs];
}

import { finding } from './rules.ts';
import { formatPath } from './schema-words.ts';
import type { DataPath, Finding, LoadedRoot } from './types.ts';

interface Place {
  file: string;
  line(path: DataPath): number;
}

/** Ids within one list of one file, e.g. the numbers of contributions: each once. */
function checkList<K extends string>(
  { file, line }: Place,
  list: DataPath,
  key: K,
  items: readonly Record<K, string | number | null>[],
): Finding[] {
  const first = new Map<string | number, number>();
  const name = formatPath(list);
  return items.flatMap(({ [key]: id }, i) => {
    const other = id === null ? undefined : first.get(id);
    if (id !== null && other === undefined) first.set(id, i);
    if (other === undefined) return [];
    const message = `${name}[${i}].${key}: expected one of its own, found ${id}, which ${name}[${other}] has`;
    return [finding('id-is-unique', file, line([...list, i, key]), message, `Give one of the two another ${key}.`)];
  });
}

function checkTracks({ tracks }: LoadedRoot): Finding[] {
  return [...tracks.values()].flatMap((entry) => {
    const { contributions, figures, risks, questions, comparisons, decisions } = entry.data;
    return [
      ...checkList(entry, ['contributions'], 'n', contributions),
      ...checkList(entry, ['figures'], 'n', figures),
      ...checkList(entry, ['risks'], 'id', risks),
      ...checkList(entry, ['questions'], 'id', questions),
      ...checkList(entry, ['comparisons'], 'id', comparisons),
      ...checkList(entry, ['decisions'], 'id', decisions),
    ];
  });
}

function checkClaimFiles({ decisions }: LoadedRoot): Finding[] {
  return [...decisions.values()].flatMap((entry) => [
    ...checkList(entry, ['gates'], 'id', entry.gates),
    ...checkList(entry, ['trees'], 'id', entry.trees),
    ...entry.trees.flatMap(({ nodes }, i) => checkList(entry, ['trees', i, 'nodes'], 'id', nodes)),
    ...checkList(entry, ['triggers'], 'id', entry.triggers),
    ...checkList(entry, ['acceptance'], 'id', entry.acceptance),
  ]);
}

/** Ids that hold only within their file are unique there. */
export function checkInnerIds(root: LoadedRoot): Finding[] {
  const { glossary, contradictions, repositories } = root;
  return [
    ...checkTracks(root),
    ...checkClaimFiles(root),
    ...[...root.experiments.values()].flatMap((entry) => checkList(entry, ['hypotheses'], 'id', entry.data.hypotheses)),
    ...[...root.roadmaps.values()].flatMap((entry) => checkList(entry, ['milestones'], 'id', entry.data.milestones)),
    ...(glossary ? checkList(glossary, ['terms'], 'id', glossary.data.terms) : []),
    ...(contradictions ? checkList(contradictions, ['contradictions'], 'id', contradictions.data.contradictions) : []),
    ...(repositories ? checkList(repositories, ['repositories'], 'id', repositories.data.repositories) : []),
  ];
}

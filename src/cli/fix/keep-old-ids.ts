import { slug, trackLetter } from '@paper-factory/runners/schema';
import { isMap, isScalar, isSeq } from 'yaml';
import { yamlScalar } from '../templates/fill.ts';
import type { FixableFile } from './fixable-files.ts';
import { chunkStartOf, rankIn } from './sort-keys.ts';
import { applyEdits, keyOf, lineEnd, mappingOf, scalarAt } from './yaml-part.ts';

/** A file with its YAML before and after its id was mended. */
export interface Renamed {
  file: FixableFile;
  before: string;
  part: { yaml: string };
  done: string[];
}

const idIn = (yaml: string): unknown => {
  const parsed = mappingOf(yaml);
  return parsed && scalarAt(parsed.map, ['id'])?.value;
};

function aliasesIn(yaml: string): unknown[] {
  const aliases = (mappingOf(yaml)?.document.toJS() as { aliases?: unknown } | undefined)?.aliases;
  return Array.isArray(aliases) ? aliases : [];
}

/** The id that a file had, where another was put in its place and links may still say it. */
function oldId({ file, before, part }: Renamed): string | null {
  if (file.id?.key !== 'id' || !('aliases' in file.schema.shape)) return null;
  const old = idIn(before);
  if (old === file.id.value || idIn(part.yaml) !== file.id.value) return null;
  return slug.safeParse(old).success || trackLetter.safeParse(old).success ? String(old) : null;
}

/** Whether somebody else has a name: as an id in the same collection, or as an alias anywhere. */
function isTaken(id: string, { file }: Renamed, others: readonly Renamed[]): boolean {
  const collection = file.format === 'experiments' ? ['experiments', 'experiment-config'] : [file.format];
  return others.some(
    (other) =>
      (collection.includes(other.file.format) && other.file.id?.value === id) ||
      (other.file.format === file.format && idIn(other.before) === id) ||
      aliasesIn(other.before).includes(id),
  );
}

/** Adds an alias; null where the text has a form in which nothing can be put. */
function addAlias({ schema }: FixableFile, yaml: string, alias: string): string | null {
  const { map } = mappingOf(yaml)!;
  const text = yamlScalar(alias);
  const pair = map.items.find((one) => keyOf(one) === 'aliases');
  const put = (at: number, what: string) => applyEdits(yaml, [{ from: at, to: at, text: what }]);
  if (!pair) {
    if (map.flow) return put(scalarAt(map, ['id'])!.to, `, aliases: [${text}]`);
    const rank = rankIn(schema);
    const next = map.items.findIndex((one) => rank(keyOf(one)) > rank('aliases'));
    const at = next < 0 ? yaml.length : chunkStartOf(yaml, map.items, next);
    return put(at, `aliases: [${text}]${lineEnd(yaml)}`);
  }
  const { value } = pair;
  if (!isSeq(value)) return null;
  if (value.flow) return put(value.range![0] + 1, value.items.length === 0 ? text : `${text}, `);
  const [first] = value.items;
  if (!(isScalar(first) || isMap(first)) || !first.range) return null;
  const line = yaml.lastIndexOf('\n', first.range[0]) + 1;
  return put(line, `${yaml.slice(line, first.range[0])}${text}${lineEnd(yaml)}`);
}

/** Keeps each id that was replaced as an alias, where no other entry has it, so that what says it still leads here. */
export function keepOldIds(files: readonly Renamed[]): void {
  for (const one of files) {
    const old = oldId(one);
    if (old === null || aliasesIn(one.part.yaml).includes(old)) continue;
    const others = files.filter((other) => other !== one);
    const kept = isTaken(old, one, others) ? null : addAlias(one.file, one.part.yaml, old);
    if (kept === null) continue;
    one.part.yaml = kept;
    one.done.push(`aliases: ${old} kept as an old name`);
  }
}

import { slug, trackLetter } from '@paper-factory/runners/schema';
import { yamlScalar } from '../templates/fill.ts';
import type { FixableFile } from './fixable-files.ts';
import { putFirst } from './fix-version.ts';
import { applyEdits, keyOf, lineEnd, mappingOf, scalarAt, startOf } from './yaml-part.ts';

/** Writes the id that the name of the file says. A name that is no id is left for its author to change. */
export function fixId({ id }: FixableFile, yaml: string, done: string[]): string {
  const parsed = mappingOf(yaml);
  if (!id || !parsed || !(slug.safeParse(id.value).success || trackLetter.safeParse(id.value).success)) return yaml;
  const { key, value } = id;
  if (!parsed.map.items.some((pair) => keyOf(pair) === key)) return addId(yaml, key, value, done);
  const found = scalarAt(parsed.map, [key]);
  if (!found || found.value === value) return yaml;
  done.push(`${key}: ${String(found.value)} is ${value}, as the file is named`);
  return applyEdits(yaml, [{ from: found.from, to: found.to, text: yamlScalar(value) }]);
}

function addId(yaml: string, key: string, value: string, done: string[]): string {
  const { map } = mappingOf(yaml)!;
  const line = `${key}: ${yamlScalar(value)}`;
  const version = map.items.findIndex((pair) => keyOf(pair) === 'schemaVersion');
  const next = version < 0 ? undefined : map.items[version + 1];
  const added = next
    ? applyEdits(yaml, [{ from: startOf(next), to: startOf(next), text: `${line}${lineEnd(yaml)}` }])
    : putFirst(yaml, line);
  if (added === null) return yaml;
  done.push(`${key}: ${value} added, as the file is named`);
  return added;
}

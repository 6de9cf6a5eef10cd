import { isMap, type Pair, stringify, type YAMLMap } from 'yaml';
import type { Migration } from './migrations.ts';
import { applyEdits, keyOf, lineEnd, mappingOf, startOf } from './yaml-part.ts';

const find = (map: YAMLMap, key: string): Pair | undefined => map.items.find((pair) => keyOf(pair) === key);

/** The lines of a pair in a block mapping, with comments above it left where they are. */
function linesOf(text: string, pair: Pair): { from: number; to: number } {
  const start = startOf(pair);
  const from = text.lastIndexOf('\n', start) + 1;
  const end = (pair.value as { range?: [number, number, number] } | null)?.range?.[1] ?? start;
  const last = text.slice(0, end).trimEnd().length;
  const newline = text.indexOf('\n', Math.max(last, start));
  return { from, to: newline < 0 ? text.length : newline + 1 };
}

/** Takes a pair out of a mapping in braces, with the comma that goes with it. */
function cutFromFlow(map: YAMLMap, pair: Pair): { from: number; to: number } {
  const at = map.items.indexOf(pair);
  const end = (pair.value as { range: [number, number, number] }).range[1];
  const next = map.items[at + 1];
  if (next) return { from: startOf(pair), to: startOf(next) };
  const before = map.items[at - 1];
  const from = before ? (before.value as { range: [number, number, number] }).range[1] : startOf(pair);
  return { from, to: end };
}

/** Moves a field to the top of the file. @returns null where there is nothing to move, or something stands there already. */
export function moveField(yaml: string, { from: [outer, inner], to }: Migration): string | null {
  const parsed = mappingOf(yaml);
  const owner = parsed && find(parsed.map, outer);
  if (!parsed || !owner || !isMap(owner.value) || find(parsed.map, to) || parsed.map.flow) return null;
  const pair = find(owner.value, inner);
  if (!pair) return null;
  const value = (parsed.document.toJS() as Record<string, Record<string, unknown>>)[outer][inner];
  const cut = owner.value.flow ? cutFromFlow(owner.value, pair) : linesOf(yaml, pair);
  const moved = stringify({ [to]: value }, { lineWidth: 0, collectionStyle: 'any' }).replaceAll('\n', lineEnd(yaml));
  const at = yaml.lastIndexOf('\n', startOf(owner)) + 1;
  return applyEdits(yaml, [
    { ...cut, text: '' },
    { from: at, to: at, text: moved },
  ]);
}

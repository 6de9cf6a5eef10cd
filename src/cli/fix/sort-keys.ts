import { isDeepStrictEqual } from 'node:util';
import type { Pair } from 'yaml';
import type { FixableFile } from './fixable-files.ts';
import { keyOf, lineEnd, mappingOf, startOf } from './yaml-part.ts';

/** These name the file and come first, as people write them. */
const first = ['schemaVersion', 'id'];

/** Lines above a key that belong to it: its comments, and empty lines before them. */
function chunkStart(yaml: string, keyStart: number, floor: number): number {
  let from = yaml.lastIndexOf('\n', keyStart - 1) + 1;
  while (from > floor) {
    const above = yaml.lastIndexOf('\n', from - 2) + 1;
    if (above < floor || !/^[^\S\n]*(#.*)?\r?\n?$/.test(yaml.slice(above, from))) break;
    from = above;
  }
  return from;
}

/** Where a pair begins, with the lines above it that belong to it: none of the first, whose comments are the file's. */
export function chunkStartOf(yaml: string, items: readonly Pair[], i: number): number {
  if (i === 0) return startOf(items[0]);
  const before = items[i - 1];
  const end = (before.value as { range?: [number, number, number] } | null)?.range?.[1] ?? startOf(before);
  return chunkStart(yaml, startOf(items[i]), yaml.slice(0, end).trimEnd().length + 1);
}

/** Place of a key in the order of a schema; unknown ones come last. */
export function rankIn(schema: FixableFile['schema']): (key: string) => number {
  const known = [...first, ...Object.keys(schema.shape).filter((key) => !first.includes(key))];
  return (key) => (known.includes(key) ? known.indexOf(key) : known.length);
}

/**
 * Puts the keys at the top of a file in the order of its schema. Comments go with the key below them; those at the head
 * of the file stay there.
 */
export function sortKeys({ schema, sorted }: FixableFile, yaml: string, done: string[]): string {
  const parsed = sorted ? mappingOf(yaml) : null;
  // Anchors must stand before what refers to them.
  if (!parsed || parsed.map.flow || parsed.map.items.length < 2 || /(^|[\s[{,])[&*]\w/m.test(yaml)) return yaml;
  const { items } = parsed.map;
  const rank = rankIn(schema);
  const wanted = items.map(keyOf).toSorted((a, b) => rank(a) - rank(b));
  if (wanted.every((key, i) => key === keyOf(items[i]))) return yaml;

  const head = startOf(items[0]);
  const starts = items.map((_, i) => chunkStartOf(yaml, items, i));
  const end = lineEnd(yaml);
  const chunks = new Map(
    items.map((pair, i) => [keyOf(pair), `${yaml.slice(starts[i], starts[i + 1]).trimEnd()}${end}`]),
  );
  const body = wanted.map((key) => chunks.get(key)!).join('');
  const result = `${yaml.slice(0, head)}${body.replace(/^[\r\n]+/, '')}`;
  const after = mappingOf(result);
  // Same values, or nothing: what cannot be moved as text stays.
  if (!after || !isDeepStrictEqual(after.document.toJS(), parsed.document.toJS())) return yaml;
  done.push(`keys in the order of the schema: ${wanted.join(', ')}`);
  return result;
}

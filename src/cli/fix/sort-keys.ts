import { isDeepStrictEqual } from 'node:util';
import type { FixableFile } from './fixable-files.ts';
import { keyOf, mappingOf, startOf } from './yaml-part.ts';

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

/**
 * Puts the keys at the top of a file in the order of its schema. Comments go with the key below them; those at the head
 * of the file stay there.
 */
export function sortKeys({ schema, sorted }: FixableFile, yaml: string, done: string[]): string {
  const parsed = sorted ? mappingOf(yaml) : null;
  // Anchors must stand before what refers to them.
  if (!parsed || parsed.map.flow || parsed.map.items.length < 2 || /(^|[\s[{,])[&*]\w/m.test(yaml)) return yaml;
  const { items } = parsed.map;
  const known = [...first, ...Object.keys(schema.shape).filter((key) => !first.includes(key))];
  const rank = (key: string) => (known.includes(key) ? known.indexOf(key) : known.length);
  const wanted = items.map(keyOf).toSorted((a, b) => rank(a) - rank(b));
  if (wanted.every((key, i) => key === keyOf(items[i]))) return yaml;

  const head = startOf(items[0]);
  const starts = items.map((pair, i) => {
    if (i === 0) return head;
    const before = items[i - 1];
    const end = (before.value as { range?: [number, number, number] } | null)?.range?.[1] ?? startOf(before);
    return chunkStart(yaml, startOf(pair), yaml.slice(0, end).trimEnd().length + 1);
  });
  const chunks = new Map(items.map((pair, i) => [keyOf(pair), `${yaml.slice(starts[i], starts[i + 1]).trimEnd()}\n`]));
  const body = wanted.map((key) => chunks.get(key)!).join('');
  const result = `${yaml.slice(0, head)}${body.replace(/^\n+/, '')}`;
  const after = mappingOf(result);
  // Same values, or nothing: what cannot be moved as text stays.
  if (!after || !isDeepStrictEqual(after.document.toJS(), parsed.document.toJS())) return yaml;
  done.push(`keys in the order of the schema: ${wanted.join(', ')}`);
  return result;
}

import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument, type Pair, type YAMLMap } from 'yaml';
import { yamlSchema } from '../../content/yaml-schema.ts';
import type { DataPath } from '../../content/types.ts';

/** The YAML of a file: its front matter, or all of it. */
export interface YamlPart {
  before: string;
  yaml: string;
  after: string;
}

/** A change of some bytes of a text. */
export interface Edit {
  from: number;
  to: number;
  text: string;
}

/** Splits a file; null for a Markdown file without front matter. */
export function splitFile(file: string, text: string): YamlPart | null {
  if (!/\.mdx?$/.test(file)) return { before: '', yaml: text, after: '' };
  const match = /^(\uFEFF?---[^\S\r\n]*(?:ya?ml)?[^\S\r\n]*\r?\n)([\s\S]*?)(^---[^\S\r\n]*(?:\r?\n|$)[\s\S]*)$/m.exec(
    text,
  );
  return match && match.index === 0 ? { before: match[1], yaml: match[2], after: match[3] } : null;
}

export const joinFile = ({ before, yaml, after }: YamlPart): string => before + yaml + after;

/** The mapping of a text, or null where it is malformed or no mapping. */
export function mappingOf(yaml: string): { document: Document; map: YAMLMap } | null {
  const options = { schema: yamlSchema, lineCounter: new LineCounter(), prettyErrors: false, stringKeys: true };
  try {
    const document = parseDocument(yaml, options) as Document;
    return document.errors.length === 0 && isMap(document.contents) ? { document, map: document.contents } : null;
  } catch {
    return null; // text that is built to exhaust a machine; the check tells
  }
}

export const keyOf = (pair: Pair): string => (isScalar(pair.key) ? String(pair.key.value) : '');

/** Where the key of a pair begins. */
export const startOf = (pair: Pair): number => (isScalar(pair.key) ? pair.key.range![0] : 0);

/** How the lines of a text end. */
export const lineEnd = (text: string): string => (/\r\n/.test(text) ? '\r\n' : '\n');

/** Bytes and value of the text at a path, or null where something else stands there. */
export function scalarAt(map: YAMLMap, path: DataPath): { from: number; to: number; value: unknown } | null {
  let node: unknown = map;
  for (const step of path) {
    if (isMap(node)) node = node.items.find((pair) => keyOf(pair) === String(step))?.value;
    else if (isSeq(node)) node = node.items[Number(step)];
    else return null;
  }
  if (!isScalar(node) || !node.range) return null;
  return { from: node.range[0], to: node.range[1], value: node.value };
}

/** Applies edits that do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.from - a.from)
    .reduce((done, { from, to, text: put }) => done.slice(0, from) + put + done.slice(to), text);
}

import { isDeepStrictEqual } from 'node:util';
import { unfinishedMerge } from '@paper-factory/runners/unfinished-merge';
import type { z } from 'zod';
import { type Memory, noMemory, sha256 } from './memory.ts';
import { parseYaml } from './parse-yaml.ts';
import { finding, type RuleName } from './rules.ts';
import { type Parsed, parseWith } from './schema-findings.ts';
import type { DataPath, Finding } from './types.ts';

/** Where JSON.parse stopped; it gives a position, or else an excerpt, or nothing at the end of the text. */
function stopOf(message: string, text: string): number {
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position) return Number(position);
  // A NaN is what a careless program writes: point at the word, outside of strings.
  const words = [...text.matchAll(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g)];
  const word = words.find(([match]) => !match.startsWith('"'));
  if (word) return word.index;
  const excerpt = /token '.*?', (?:\.\.\.)?"(.*)"(?:\.\.\.)? is not/s.exec(message)?.[1];
  const at = excerpt === undefined ? -1 : text.indexOf(excerpt);
  return at < 0 ? text.length : at;
}

/** Why JSON did not parse, in the words of its reader. */
function syntaxFinding(error: Error, text: string, file: string, rule: RuleName, hint: string): Finding {
  const merge = unfinishedMerge(text);
  if (merge !== null) return finding('merge-is-finished', file, merge, 'expected JSON, found both sides of a merge', hint);
  const stop = stopOf(error.message, text);
  const rest = text.slice(stop).trim();
  const cut = rest === '' || /end of JSON|Unterminated/.test(error.message);
  const [found] = rest.split(/[\r\n,}\]]/, 1);
  const line = text.slice(0, stop).trimEnd().split('\n').length;
  const message = `expected JSON, found ${cut ? 'a file that ends early' : `"${found.slice(0, 40)}"`}`;
  return finding(rule, file, line, message, hint);
}

/**
 * Parses generated JSON with a schema, each of which has a rule of its own. Lines are looked for only when asked: generated files
 * rarely have faults.
 */
export function parseJson<S extends z.ZodType>(
  schema: S,
  bytes: Uint8Array,
  file: string,
  rule: RuleName,
  hint: string,
  memory: Memory = noMemory,
): Parsed<z.output<S>> & { line(path: DataPath): number } {
  const text = new TextDecoder().decode(bytes);
  let positions: ((path: DataPath) => number) | null = null;
  // JSON is YAML too, and the YAML parser keeps positions.
  const line = (path: DataPath) => (positions ??= parseYaml(text, file).line)(path);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { data: null, findings: [syntaxFinding(error as Error, text, file, rule, hint)], line };
  }
  const key = memory === noMemory ? '' : sha256(bytes);
  if (memory.recall(rule, key)) return { data: value as z.output<S>, findings: [], line };
  const parsed = parseWith(schema, value, { file, line });
  if (parsed.data !== null) {
    // Of what a schema leaves as it is, only that it is right must be remembered.
    if (memory !== noMemory && isDeepStrictEqual(parsed.data, value)) memory.keep(rule, key, true);
    return { ...parsed, line };
  }
  return { data: null, findings: parsed.findings.map((one) => finding(rule, file, one.line, one.message, hint)), line };
}

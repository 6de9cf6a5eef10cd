import type { z } from 'zod';
import { parseYaml } from './parse-yaml.ts';
import { finding, type RuleName } from './rules.ts';
import { type Parsed, parseWith } from './schema-findings.ts';
import type { DataPath, Finding } from './types.ts';

/** Why JSON did not parse, in the words of its reader. */
function syntaxFinding(error: Error, text: string, file: string, rule: RuleName, hint: string): Finding {
  const position = Number(/at position (\d+)/.exec(error.message)?.[1] ?? text.length);
  const line = text.slice(0, position).split('\n').length;
  const rest = text.slice(position).trim();
  const word = /^[-\w.]+/.exec(rest)?.[0] ?? rest.slice(0, 1);
  // A cut text fails at its end, and JSON.parse reports a literal like NaN by its first letter.
  const found = rest === '' || /end of JSON|Unterminated/.test(error.message) ? 'a file that ends early' : `"${word}"`;
  return finding(rule, file, line, `expected JSON, found ${found}`, hint);
}

/** Parses generated JSON with a schema. Lines are looked for only when asked: generated files rarely have faults. */
export function parseJson<S extends z.ZodType>(
  schema: S,
  bytes: Uint8Array,
  file: string,
  rule: RuleName,
  hint: string,
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
  const parsed = parseWith(schema, value, { file, line }, rule);
  if (parsed.data !== null) return { ...parsed, line };
  return { data: null, findings: parsed.findings.map((one) => ({ ...one, hint })), line };
}

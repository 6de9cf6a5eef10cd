import { LineCounter, parseDocument } from 'yaml';
import { UserError } from '../schema/user-error.ts';

/** Marks a bare `NaN` while JSON is parsed; no text that a program logs begins with a zero byte. */
const mark = '\u0000';

function revive(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith(mark) ? Number(value.slice(1)) : value;
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revive(item)]));
}

/**
 * Parses JSON as Python writes it: `NaN`, `Infinity` and `-Infinity` are numbers.
 * @throws {UserError} that names the file and line where it is no JSON.
 */
export function parseJson(text: string, file: string): unknown {
  const marked = text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (word) =>
    word.startsWith('"') ? word : `"\\u0000${word}"`,
  );
  try {
    return revive(JSON.parse(marked));
  } catch (error) {
    const at = /at position (\d+)/.exec((error as Error).message)?.[1];
    const line = marked
      .slice(0, at === undefined ? undefined : Number(at))
      .trimEnd()
      .split('\n').length;
    throw new UserError(`${file}:${line}: expected JSON (${(error as Error).message})`, {
      hint: 'Was the program stopped while it wrote the file? Run it again, or mend the file.',
      cause: error,
    });
  }
}

/** Longest text in which lines of values are looked for. */
const searched = 1_000_000;

/** The line of a value in JSON that parses, or null in a long text. JSON is YAML, whose parser keeps positions. */
export function lineOfValue(text: string, path: readonly PropertyKey[]): number | null {
  if (text.length > searched) return null;
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines, strict: false });
  const node = doc.getIn(path, true) as { range?: [number, number, number] } | undefined;
  return node?.range ? lines.linePos(node.range[0]).line : null;
}

import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  Schema,
  type YAMLError,
} from 'yaml';
import { finding } from './rules.ts';
import type { DataPath, Finding } from './types.ts';

export interface ParsedYaml {
  /** undefined where the text is malformed. */
  value: unknown;
  /** Line of a field, or of the nearest thing around it that exists. */
  line(path: DataPath): number;
  findings: Finding[];
}

/** A file may repeat itself by aliases, and must not unfold to gigabytes. */
const maxAliasCount = 100;

/** Text stays text where a number would lose what was written: leading zeros, too many digits, no finite value. */
function toNumber(text: string): number | string {
  const value = Number(text);
  const exact = Number.isFinite(value) && (!/^[-+]?\d+$/.test(text) || Number.isSafeInteger(value));
  return exact ? value : text;
}

const number = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  test: /^[-+]?(?:0|[1-9]\d*|(?=\.\d))(?:\.\d*)?(?:[eE][-+]?\d+)?$/,
  resolve: toNumber,
} as const;

/** The core schema (no dates, no `yes`), with one number tag in place of its own. One schema serves all files. */
const schema = new Schema({
  schema: 'core',
  resolveKnownTags: false,
  customTags: (tags) => [...tags.filter((tag) => typeof tag === 'string' || !/:(int|float)$/.test(tag.tag)), number],
});

const hints: Record<string, string> = {
  DUPLICATE_KEY: 'Keep one of them.',
  TAB_AS_INDENT: 'Indent with spaces.',
  MULTIPLE_DOCS: 'Keep one document: remove the second "---".',
  TAG_RESOLVE_FAILED: 'Remove the tag: values are plain text, numbers, lists and mappings.',
  BAD_ALIAS: 'Put the text in quotes when it begins with * or &.',
  MISSING_CHAR: 'Close the quote or bracket; put text with ": " or " #" in quotes.',
  BLOCK_AS_IMPLICIT_KEY: 'Put text with ": " in it in quotes, and give nested keys a line of their own.',
};

function messageOf(error: YAMLError, text: string): string {
  const start = text.lastIndexOf('\n', error.pos[0] - 1) + 1;
  const [found] = text.slice(start).split(/\r?\n/, 1);
  const cause = error.message.replace(/\s+/g, ' ').trim();
  if (error.code === 'DUPLICATE_KEY') return `expected each key once, found again: ${found.trim()}`;
  return `expected well-formed YAML, found: ${found.trim().slice(0, 80) || 'the end'} (${cause})`;
}

function lineFinder(doc: Document, lines: LineCounter, firstLine: number): ParsedYaml['line'] {
  return (path) => {
    let node: unknown = doc.contents;
    let offset = doc.contents?.range?.[0] ?? 0;
    for (const step of path) {
      if (isAlias(node)) node = node.resolve(doc);
      if (isMap(node)) {
        const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
        if (!pair) break;
        offset = (isScalar(pair.key) && pair.key.range?.[0]) || offset;
        node = pair.value;
      } else if (isSeq(node)) {
        node = node.items[Number(step)];
        offset = (node as { range?: number[] } | undefined)?.range?.[0] ?? offset;
      } else break;
    }
    return firstLine - 1 + Math.max(1, lines.linePos(offset).line);
  };
}

/**
 * Parses YAML and keeps positions. Nothing throws: what is wrong with the text is in `findings`.
 * @param firstLine Line of the file on which the text begins, for front matter.
 */
export function parseYaml(text: string, file: string, firstLine = 1): ParsedYaml {
  const lines = new LineCounter();
  const doc = parseDocument(text, {
    schema,
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: true,
  });
  const line = lineFinder(doc as Document, lines, firstLine);
  const failed = (message: string, hint: string, at: number): Finding =>
    finding('yaml-is-well-formed', file, at, message, hint);

  const all = [...doc.errors, ...doc.warnings];
  // One slip derails the rest of the text, so only the first error is the author's; repeated keys derail nothing.
  const shown = all[0]?.code === 'DUPLICATE_KEY' ? all.filter(({ code }) => code === 'DUPLICATE_KEY') : all.slice(0, 1);
  const findings = shown.map((error) => {
    const at = firstLine - 1 + Math.max(1, lines.linePos(error.pos[0]).line);
    return failed(
      messageOf(error, text),
      hints[error.code] ?? 'Mind the indent, and put special characters in quotes.',
      at,
    );
  });
  if (findings.length > 0) return { value: undefined, line, findings };
  try {
    return { value: doc.toJS({ maxAliasCount }), line, findings };
  } catch {
    const message = `expected aliases that unfold to at most ${maxAliasCount} nodes, found more`;
    return { value: undefined, line, findings: [failed(message, 'Write the values out.', firstLine)] };
  }
}

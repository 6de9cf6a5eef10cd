import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import { finding } from './rules.ts';
import type { DataPath, Finding } from './types.ts';
import { yamlSchema } from './yaml-schema.ts';

export interface ParsedYaml {
  /** undefined where the text is malformed. */
  value: unknown;
  /** Line of a field, or of the nearest thing around it that exists. */
  line(path: DataPath): number;
  findings: Finding[];
}

/** A file may repeat itself by aliases, and must not unfold to gigabytes. */
const maxAliasCount = 100;

const hints: Record<string, string> = {
  DUPLICATE_KEY: 'Keep one of them.',
  TAB_AS_INDENT: 'Indent with spaces.',
  MULTIPLE_DOCS: 'Keep one document: remove the second "---".',
  TAG_RESOLVE_FAILED: 'Remove the tag: values are plain text, numbers, lists and mappings.',
  BAD_ALIAS: 'Put the text in quotes when it begins with * or &.',
  MISSING_CHAR: 'Close the quote or bracket; put text with ": " or " #" in quotes.',
  BLOCK_AS_IMPLICIT_KEY: 'Put text with ": " in it in quotes, and give nested keys a line of their own.',
};

/** Where an error is for its author: a quote that is never closed swallows the rest, and matters where it opens. */
function placeOf(error: YAMLError, doc: Document): number {
  let place = error.pos[0];
  if (error.code !== 'MISSING_CHAR' || !error.message.includes('quote')) return place;
  visit(doc, {
    Scalar(_, { type, range }) {
      if (type?.startsWith('QUOTE') && range && range[0] < place && range[1] >= place) place = range[0];
    },
  });
  return place;
}

function messageOf(error: YAMLError, place: number, text: string): string {
  const start = text.lastIndexOf('\n', place - 1) + 1;
  const found = `"${text.slice(start).split(/\r?\n/, 1)[0].trim().slice(0, 80)}"`;
  if (error.code === 'DUPLICATE_KEY') return `expected each key once, found it again: ${found}`;
  const [cause] = error.message.replace(/\s+/g, ' ').split(';');
  return `expected well-formed YAML, found ${found === '""' ? 'the end' : found} (${cause.trim()})`;
}

function lineFinder(doc: Document, lineAt: (offset: number) => number): ParsedYaml['line'] {
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
    return lineAt(offset);
  };
}

/** An alias to nothing, as in an unquoted `title: *Very* small`. */
function lostAlias(doc: Document): Alias | null {
  let lost: Alias | null = null;
  visit(doc, {
    Alias(_, node) {
      if (node.resolve(doc)) return;
      lost = node;
      return visit.BREAK;
    },
  });
  return lost;
}

function parseSafely(text: string, file: string, firstLine: number): ParsedYaml {
  const lineCounter = new LineCounter();
  const options = { schema: yamlSchema, lineCounter, prettyErrors: false, stringKeys: true, uniqueKeys: true };
  const doc = parseDocument(text, options) as Document;
  const lineAt = (offset: number) => firstLine - 1 + Math.max(1, lineCounter.linePos(offset).line);
  const line = lineFinder(doc, lineAt);

  const all = [...doc.errors, ...doc.warnings];
  // One slip derails the rest of the text, so only the first error is the author's; repeated keys derail nothing.
  const shown = all[0]?.code === 'DUPLICATE_KEY' ? all.filter(({ code }) => code === 'DUPLICATE_KEY') : all.slice(0, 1);
  const findings = shown.map((error) => {
    const place = placeOf(error, doc);
    const hint = hints[error.code] ?? 'Mind the indent, and put special characters in quotes.';
    return finding('yaml-is-well-formed', file, lineAt(place), messageOf(error, place, text), hint);
  });
  if (findings.length === 0) {
    const lost = text.includes('*') ? lostAlias(doc) : null;
    if (!lost) return { value: doc.toJS({ maxAliasCount }), line, findings };
    const message = `expected an anchor &${lost.source} before, found *${lost.source} alone`;
    findings.push(finding('yaml-is-well-formed', file, lineAt(lost.range![0]), message, hints.BAD_ALIAS));
  }
  return { value: undefined, line, findings };
}

/**
 * Parses YAML and keeps positions. Nothing throws: what is wrong with the text is in `findings`.
 * @param firstLine Line of the file on which the text begins, for front matter.
 */
export function parseYaml(text: string, file: string, firstLine = 1): ParsedYaml {
  try {
    return parseSafely(text, file, firstLine);
  } catch {
    // yaml throws only where text is built to exhaust a machine: aliases of aliases, or brackets thousands deep.
    const message = `expected at most ${maxAliasCount} uses of an alias and moderate nesting, found more`;
    const findings = [finding('yaml-is-well-formed', file, firstLine, message, 'Write the values out.')];
    return { value: undefined, line: () => firstLine, findings };
  }
}

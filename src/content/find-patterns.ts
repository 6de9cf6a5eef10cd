/** A place in a text that a pattern matches. */
export interface Match {
  from: number;
  to: number;
  pattern: string;
}

/** Finds what any of some patterns matches, in the order of the text and without overlaps. */
export type Finder = (text: string) => Match[];

/** What `*` does not reach over: blanks, quotes, brackets, commas, and the signs that end a Chinese phrase. */
const stops = '\\s"\'`<>()\\[\\]{}|,;，。；：、（）「」《》“”‘’';

/** Longest run that a `*` before or between other characters takes, in characters; a host name has at most 253. */
const reach = 255;

const literal = (text: string): string =>
  text
    .split(/\s+/)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('\\s+');

/** Whole words only, where a pattern begins or ends with a letter or digit. Chinese has no blanks between words. */
const atEdge = (sign: string | undefined): boolean => sign !== undefined && /[\p{L}\p{N}]/u.test(sign) && !/\p{Script=Han}/u.test(sign);

/**
 * A pattern of literal text and `*` as an expression that takes time in proportion to the text: every `*` has the same
 * class of characters, so the first place where its next part stands is always right, and none is tried again.
 */
function expressionOf(pattern: string): RegExp {
  const parts = pattern.normalize('NFC').split(/\*+/);
  const last = parts.length - 1;
  const end = atEdge(parts[last]!.at(-1)) ? '(?![\\p{L}\\p{N}])' : '';
  const begin = atEdge(parts[0]![0]) ? '(?<![\\p{L}\\p{N}])' : '';
  const source = parts
    .map((part, i) => {
      if (i === last && i > 0 && part === '') return `(?:[^${stops}]*[^${stops}.:!?])?`;
      const text = literal(part) + (i === last ? end : '');
      if (i === 0) return begin + text;
      // A lookahead is never entered again: what it found stands.
      return `(?=([^${stops}]{0,${reach}}?${text}))\\${i}`;
    })
    .join('');
  return new RegExp(source, 'giu');
}

/** The longest word of a pattern: a text without it needs no closer look. */
const hintOf = (pattern: string): string =>
  pattern
    .normalize('NFC')
    .toLowerCase()
    .split(/[\s*]+/)
    .sort((a, b) => b.length - a.length)[0]!;

/** @param patterns literal text, in which `*` stands for any run of characters without a blank; case does not count. */
export function createFinder(patterns: readonly string[]): Finder {
  const all = patterns.map((pattern) => ({ pattern, hint: hintOf(pattern), expression: expressionOf(pattern) }));
  return (text) => {
    const lower = text.toLowerCase();
    const found = all
      .filter(({ hint }) => lower.includes(hint))
      .flatMap(({ pattern, expression }) =>
        [...text.matchAll(expression)].map((one) => ({ from: one.index, to: one.index + one[0].length, pattern })),
      )
      .filter(({ from, to }) => to > from)
      .sort((a, b) => a.from - b.from || b.to - a.to);
    let end = 0;
    return found.filter((one) => {
      if (one.from < end) return false;
      end = one.to;
      return true;
    });
  };
}

/** What stands in the place of redacted text: plain signs, which every format can hold. */
export const mark = '[redacted]';

/** A text with a mark in the place of every match. */
export function withMarks(text: string, matches: readonly Match[]): string {
  let left = '';
  let at = 0;
  for (const { from, to } of matches) {
    left += text.slice(at, from) + mark;
    at = to;
  }
  return left + text.slice(at);
}

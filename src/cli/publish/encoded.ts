import { withMarks, type Finder, type Match } from '../../content/find-patterns.ts';

const escapes = /(?:%[\da-f]{2})+/gi;

/** A text with its percent-encoded characters as they are read; what is no UTF-8 stays. */
export const decodePercent = (text: string): string =>
  text.replace(escapes, (run) => {
    try {
      return decodeURIComponent(run).normalize('NFC');
    } catch {
      return run;
    }
  });

/** What may be an address with something encoded in it. */
const encodedWord = /[^\s"'<>]*%[\da-f]{2}[^\s"'<>]*/gi;

/**
 * Marks what is found in the decoded form of addresses. One with a mark is left decoded, as an id is: browsers look for
 * `#a-[redacted]想` as for its encoded form. Others stay as they are.
 */
export function markEncoded(text: string, find: Finder, seen: (match: Match) => void): string {
  return text.replace(encodedWord, (word) => {
    const decoded = decodePercent(word);
    const matches = find(decoded);
    if (matches.length === 0 || decoded === word) return word;
    matches.forEach(seen);
    return withMarks(decoded, matches);
  });
}

/** The three marks that Git leaves in a file where two sides of a merge changed the same lines. */
const marks = /^<{7}(?: .*)?\r?\n(?:.*\r?\n)*?={7}\r?\n(?:.*\r?\n)*?>{7}(?: .*)?\r?$/m;

/** Line on which the first conflict of an unfinished merge begins (1-based); null where there is none. */
export function unfinishedMerge(text: string): number | null {
  if (!text.includes('<<<<<<<')) return null;
  const at = text.search(marks);
  return at < 0 ? null : text.slice(0, at).split('\n').length;
}

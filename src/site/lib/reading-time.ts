/** Words a minute of a reader of technical English, and signs a minute of one of Chinese. */
const wordsPerMinute = 200;
const signsPerMinute = 350;

const signs = /\p{Script=Han}/gu;

/** Code, formulas and addresses are looked at, not read. */
const unread = /```[\s\S]*?```|\$\$[\s\S]*?\$\$|\]\([^)]*\)|<[^>]+>/g;

/** Every text of a value that has more than one word, at any depth: ids, dates and numbers are no prose. */
function prose(value: unknown): string[] {
  if (typeof value === 'string') return /\s|\p{Script=Han}/u.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(prose) : [];
}

/** Minutes that a page takes to read, counted from its text and the prose of its front matter; at least one. */
export function readingMinutes({ data, body }: { data: unknown; body: string }): number {
  const text = [body, ...prose(data)].join(' ').replace(unread, ' ');
  const han = text.match(signs)?.length ?? 0;
  const words = text.replace(signs, ' ').match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0;
  return Math.max(1, Math.round(words / wordsPerMinute + han / signsPerMinute));
}

import matter from 'gray-matter';

/** gray-matter would evaluate `---js`; all its engines are replaced by one that does nothing. */
const idle = { parse: () => ({}) };
const engines = { yaml: idle, json: idle, javascript: idle };

/** Splits a Markdown file into front matter, as it is written, and body. */
export function splitFrontMatter(text: string): { matter: string; content: string } {
  return matter(text, { engines });
}

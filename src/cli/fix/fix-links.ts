import type { Aliases } from './aliases.ts';

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Where code stands: nothing in it is a link. */
const code =
  /^( {0,3})(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\2[`~]*[^\S\n]*$|$(?![\s\S]))|(`+)(?!`)[^\n]*?(?<!`)\3(?!`)/gm;

/** The parts of a text outside of code, changed. */
function outsideCode(text: string, change: (part: string) => string): string {
  let at = 0;
  let result = '';
  for (const match of text.matchAll(code)) {
    result += change(text.slice(at, match.index)) + match[0];
    at = match.index + match[0].length;
  }
  return result + change(text.slice(at));
}

/**
 * Writes the present id where a link of a text names an old experiment: `exp:`, `metric:` and `fig:` links, and the
 * components of MDX that take an address.
 */
export function fixLinks(body: string, aliases: Aliases, done: string[]): string {
  const known = aliases('experiment');
  const old = [...known.keys()].filter((alias) => body.includes(alias)).sort((a, b) => b.length - a.length);
  if (old.length === 0) return body;
  const names = old.map(escape).join('|');
  const link = new RegExp(
    `((?:\\]\\(|\\]:[^\\S\\n]*)<?(?:exp|metric|fig):|<(?:Metric|Figure)\\b[^>]*?\\bof=["'])(${names})(?=[)/?#>"'\\s])`,
    'g',
  );
  return outsideCode(body, (part) =>
    part.replace(link, (_, before: string, alias: string) => {
      done.push(`link to ${alias} leads to ${known.get(alias)} now`);
      return before + known.get(alias)!;
    }),
  );
}

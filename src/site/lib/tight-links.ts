const closing = '</a>';
const isBlank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x3000;

/** Index of the first sign from `at` on that is no blank. */
function afterBlanks(html: string, at: number): number {
  while (isBlank(html.charCodeAt(at))) at++;
  return at;
}

const mark = /[,.;:)，。；：）]/;

/** Takes blanks out of the beginnings of links. */
function tightBeginnings(html: string): string {
  let tight = '';
  let from = 0;
  for (let at = html.indexOf('<a'); at !== -1; at = html.indexOf('<a', at + 2)) {
    if (!isBlank(html.charCodeAt(at + 2)) && html[at + 2] !== '>') continue;
    const begin = html.indexOf('>', at) + 1;
    const text = afterBlanks(html, begin);
    if (begin === 0 || text === begin) continue;
    tight += html.slice(from, begin);
    from = text;
  }
  return tight + html.slice(from);
}

/**
 * Takes the line breaks of templates out of the ends of links, where they would be underlined blanks: one blank then stands
 * behind the link, but none before a comma. Looks at links only, for pages are long.
 */
export function tightLinks(html: string): string {
  let tight = '';
  let from = 0;
  for (let at = html.indexOf(closing); at !== -1; at = html.indexOf(closing, at + closing.length)) {
    let end = at;
    while (isBlank(html.charCodeAt(end - 1))) end--;
    if (end === at) continue;
    const behind = at + closing.length;
    const next = afterBlanks(html, behind);
    const isMark = next < html.length && mark.test(html[next]!);
    tight += `${html.slice(from, end)}${closing}${isMark ? '' : ' '}`;
    from = isMark ? next : behind;
  }
  return tightBeginnings(tight + html.slice(from));
}

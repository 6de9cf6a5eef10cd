import { mark, withMarks, type Finder, type Match } from '../../content/find-patterns.ts';
import { decodePercent, markEncoded } from './encoded.ts';

/** Comments, CDATA, tags (with `>` in quoted values) and text. */
const token = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<[^"'<>]*(?:"[^"]*"[^"'<>]*|'[^']*'[^"'<>]*)*>|[^<]+|</g;

/** Elements that do not end a word: code is coloured in spans, and long paths have places to break. */
const inline =
  /^<\/?(?:a|abbr|b|bdi|cite|code|del|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|tspan|u|var|wbr)\b/i;

const entity = /&(?:#(\d+)|#x([\da-f]+)|(amp|lt|gt|quot|apos|nbsp));/gi;
const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

export const decodeEntities = (text: string): string =>
  text.replace(entity, (_, decimal?: string, hex?: string, name?: string) =>
    name ? named[name.toLowerCase()]! : String.fromCodePoint(decimal ? Number(decimal) : parseInt(hex!, 16)),
  );

/** A text as it stands between tags, or in a value in double quotes. */
export const encodeEntities = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]!);

const isTag = (part: string): boolean => part.startsWith('<') && part.length > 1 && !part.startsWith('<![CDATA[');

const textOf = (part: string): string => (part.startsWith('<![CDATA[') ? part.slice(9, -3) : decodeEntities(part));

/** The words of some markup as a reader sees them; what stands in different blocks is on different lines. */
export function plainTextOf(markup: string): string {
  return markup.replace(token, (part) => (isTag(part) ? (inline.test(part) ? '' : '\n') : textOf(part)));
}

const attribute = /(\s+)([^\s"'<>/=]+)(\s*=\s*)("[^"]*"|'[^']*')/g;

/** Addresses that lead out of the site: one with a mark in it would lead nowhere. */
const isOutside = (name: string, value: string): boolean =>
  /^(?:xlink:)?href$|^(?:src|action|cite|poster)$/i.test(name) && /^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(value);

function redactTag(tag: string, find: Finder, seen: (match: Match) => void): string {
  return tag.replace(attribute, (whole, space: string, name: string, equals: string, quoted: string) => {
    const value = decodeEntities(quoted.slice(1, -1));
    if (find(value).length === 0 && find(decodePercent(value)).length === 0) return whole;
    // An anchor is an id, which is replaced for itself.
    const at = name === 'href' ? value.indexOf('#') : -1;
    const [address, anchor] = at < 0 ? [value, null] : [value.slice(0, at), value.slice(at + 1)];
    const marked = (part: string): string => {
      const plain = markEncoded(part, find, seen);
      const matches = find(plain);
      matches.forEach(seen);
      return withMarks(plain, matches);
    };
    const left = marked(address) + (anchor === null ? '' : `#${marked(anchor)}`);
    return isOutside(name, value) ? '' : `${space}${name}${equals}"${encodeEntities(left)}"`;
  });
}

interface Unit {
  /** Index of the token, and place in it. */
  token: number;
  from: number;
  to: number;
}

/** The decoded characters of all text, each with where it is written. */
function unitsOf(tokens: readonly string[]): { text: string; units: (Unit | null)[] } {
  let text = '';
  const units: (Unit | null)[] = [];
  tokens.forEach((part, index) => {
    if (isTag(part)) {
      if (inline.test(part)) return;
      text += '\n';
      units.push(null);
      return;
    }
    const raw = part.startsWith('<![CDATA[');
    const [start, stop] = raw ? [9, part.length - 3] : [0, part.length];
    for (let at = start; at < stop;) {
      entity.lastIndex = at;
      const found = !raw && part[at] === '&' ? entity.exec(part) : null;
      const length = found?.index === at ? found[0].length : 1;
      const signs = length > 1 ? decodeEntities(part.slice(at, at + length)) : part[at]!;
      for (const _ of Array.from({ length: signs.length })) units.push({ token: index, from: at, to: at + length });
      text += signs;
      at += length;
    }
  });
  return { text, units };
}

/**
 * HTML, SVG or XML with marks in place of what is found, in text and in attributes, also where it stands in several
 * elements. Links out of the site whose address has a match keep their words only.
 */
export function redactMarkup(markup: string, find: Finder, seen: (match: Match) => void): string {
  const tokens = (markup.match(token) ?? []).map((part) => (isTag(part) ? part : markEncoded(part, find, seen)));
  const tags = tokens.map((part) => (isTag(part) ? redactTag(part, find, seen) : part));
  if (find(plainTextOf(markup)).length === 0) return tags.join('');
  const { text, units } = unitsOf(tokens);
  const cuts = new Map<number, { from: number; to: number; put: string }[]>();
  for (const match of find(text)) {
    seen(match);
    let put = mark;
    for (const unit of units.slice(match.from, match.to)) {
      if (!unit) continue;
      const list = cuts.get(unit.token) ?? [];
      cuts.set(unit.token, [...list, { from: unit.from, to: unit.to, put }]);
      put = '';
    }
  }
  return tags
    .map((part, index) => {
      let left = '';
      let at = 0;
      for (const { from, to, put } of cuts.get(index) ?? []) {
        if (from < at) continue; // an entity of several characters
        left += part.slice(at, from) + put;
        at = to;
      }
      return left + part.slice(at);
    })
    .join('');
}

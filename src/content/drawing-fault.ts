import { drawingElements, innerPicture } from '../markdown/svg-elements.ts';

/** Comments, heads, and tags (with `>` in quoted values). */
const token = /<!--[\s\S]*?-->|<\?[^>]*\?>|<[^"'<>]*(?:"[^"]*"[^"'<>]*|'[^']*'[^"'<>]*)*>/g;

const attribute = /\s([^\s"'<>/=]+)\s*=\s*("[^"]*"|'[^']*')/g;

/** What programs say of a drawing. It is left out where it is published. */
const saying = /<(metadata|sodipodi:namedview)\b(?:[^>]*\/>|[\s\S]*?<\/\1\s*>)/g;

/** A style of lines for all elements at once, as plotting libraries write it: lines are drawn without it too. */
const harmlessStyle = /<style\b[^>]*>\s*(?:<!\[CDATA\[)?\s*\*\s*\{[\w\s:;.#-]*\}\s*(?:\]\]>)?\s*<\/style\s*>/g;

const decode = (value: string): string =>
  value.replace(/&#(?:x([\da-f]+)|(\d+));?/gi, (_, hex?: string, decimal?: string) => {
    const code = hex ? parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });

function attributeFault(name: string, raw: string): boolean {
  const value = decode(raw).trim();
  if (/^on/i.test(name)) return true;
  if (/^(?:xlink:)?href$|^src$/i.test(name)) return !value.startsWith('#') && !innerPicture.test(value);
  if (/^xmlns(?::|$)/.test(name)) return false;
  return /url\(\s*['"]?(?!#|['"])|expression\(|@import|javascript:|\\/i.test(value.replaceAll('&quot;', '"'));
}

/**
 * What an SVG holds besides a plain drawing, e.g. `<x:script>` or `onload`; null where it is one. Only elements and
 * references of a list pass, so that what is published of it draws the same as the file.
 */
export function drawingFault(text: string): string | null {
  if (text.includes('\0')) return 'text in another encoding than UTF-8';
  const bare = text.replace(saying, '').replace(harmlessStyle, '').replace(/^\s*<!DOCTYPE[^<>[]*>|(<\?xml[^>]*\?>\s*)<!DOCTYPE[^<>[]*>/, '$1');
  const tokens = bare.match(token) ?? [];
  if (!tokens.some((one) => /^<svg[\s>]/.test(one))) return 'no <svg>';
  for (const one of tokens) {
    if (one.startsWith('<!--') || /^<\?xml\s/.test(one)) continue;
    const name = /^<\/?([^\s/>]*)/.exec(one)![1]!;
    if (!drawingElements.has(name)) return `<${name}>`;
    for (const [, key, quoted] of one.matchAll(attribute)) {
      if (attributeFault(key!, quoted!.slice(1, -1))) return `${key} of <${name}>`;
    }
  }
  return null;
}

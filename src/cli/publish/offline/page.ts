import { decodeEntities } from '../markup.ts';
import type { Locate } from './relative.ts';

/**
 * What a page may load from the file system. Chromium takes `'self'` for the scheme of the page there; nothing is fetched,
 * framed or sent.
 */
const csp =
  "default-src 'none'; script-src 'self' file:; style-src 'self' file:; style-src-attr 'unsafe-inline'; " +
  "img-src 'self' file: data:; font-src 'self' file:; form-action 'self' file:; base-uri 'none'; object-src 'none'";

const encode = (text: string): string => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;');

/** Elements of the head that lead to the site's public address, or that a browser refuses to fetch from the file system. */
const publicLink = /<link\b[^>]*\brel="?(?:canonical|alternate|preload|modulepreload|sitemap)"?[^>]*>/g;

const tag = /<(?!!--)[a-zA-Z][^"'<>]*(?:"[^"]*"[^"'<>]*|'[^']*'[^"'<>]*)*>/g;

/** One attribute of a tag; what its value holds is no attribute. */
const attribute = /(\s([^\s"'<>/=]+)\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)/g;

/** Attributes that hold an address. */
const leads: ReadonlySet<string> = new Set(['href', 'src', 'action', 'poster', 'xlink:href']);

/** A page of the site as a file: paths between files, classic scripts, and a policy for `file:`. */
export function offlinePage(html: string, file: string, locate: Locate): string {
  return html
    .replace(publicLink, '')
    .replace(/(<meta http-equiv="content-security-policy" content=")[^"]*(")/, `$1${csp}$2`)
    .replace(
      /(<meta http-equiv="refresh" content="\d+; url=)([^"]*)(")/,
      (whole, before: string, url: string, end: string) => {
        const path = locate(decodeEntities(url), file);
        return path === null ? whole : before + encode(path) + end;
      },
    )
    .replace(tag, (whole) =>
      whole
        // A module has an origin, and a file has none: browsers refuse to load it.
        .replace(/^<script type="module"/, '<script defer')
        .replace(/^<script type=module\b/, '<script defer')
        .replace(attribute, (same, before: string, name: string, quoted: string) => {
          if (!leads.has(name)) return same;
          const path = locate(decodeEntities(quoted.replace(/^["']|["']$/g, '')), file);
          return path === null ? same : `${before}"${encode(path)}"`;
        })
        .replace(/^(<(?:script|link)\b[^>]*?)\scrossorigin(?:="[^"]*")?/, '$1'),
    );
}

/** Styles whose `url(...)` lead to files beside them. */
export function offlineStyles(css: string, file: string, locate: Locate): string {
  return css.replace(/url\(\s*(["']?)([^"')]+)\1\s*\)/g, (whole, _, address: string) => {
    const path = locate(address, file);
    return path === null ? whole : `url(${path})`;
  });
}

/** A module as a classic script. @returns null for one that imports others, which cannot be one. */
export function classicScript(code: string): string | null {
  if (/(?:^|[;}\s])import\s*(?:["'{*]|[\w$]+\s*(?:,|from\b))|(?:^|[;}\s])export\s*[{*\w]/.test(code)) return null;
  // Only a module knows its own address.
  return `(()=>{${code.replaceAll('import.meta.url', 'location.href')}})();\n`;
}

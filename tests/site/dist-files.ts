import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';

/** A page of a built folder. */
export interface BuiltPage {
  /** Address under the base path, e.g. `/tracks/c/`. */
  path: string;
  html: string;
}

/** Every file, relative to the folder, with forward slashes. */
export function filesOf(dist: string): string[] {
  return readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dist, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** Pages that a reader sees; at old addresses stand others, that only lead on. */
export const pagesOf = (dist: string): BuiltPage[] => allPages(dist).filter((page) => !leadsOn(page));

/** Pages at old addresses. */
export const redirectsOf = (dist: string): BuiltPage[] => allPages(dist).filter(leadsOn);

const leadsOn = ({ html }: BuiltPage): boolean => html.includes('http-equiv="refresh"');

function allPages(dist: string): BuiltPage[] {
  return filesOf(dist)
    .filter((file) => file.endsWith('.html') && !file.startsWith('pagefind/'))
    .map((file) => ({ path: `/${file.replace(/index\.html$/, '')}`, html: readFileSync(join(dist, file), 'utf8') }));
}

const unescape = (text: string): string =>
  text
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"');

/** Addresses that a page names in `href` and `src`. */
export function addressesOf(html: string): string[] {
  return [...html.matchAll(/\s(?:xlink:)?(?:href|src|action)="([^"]*)"/g)].map((match) => unescape(match[1] ?? ''));
}

export const idsOf = (html: string): string[] =>
  [...html.matchAll(/\sid="([^"]*)"/g)].map((match) => unescape(match[1] ?? ''));

/**
 * Walks every link of a built site that stays on it.
 * @returns what does not resolve: `page -> address`.
 */
export function brokenLinks(dist: string, base = '/'): string[] {
  const files = new Set(filesOf(dist).map((file) => `${base}${file}`));
  const pages = new Map(pagesOf(dist).map((page) => [base + page.path.slice(1), page]));
  const ids = new Map([...pages].map(([path, { html }]) => [path, new Set(idsOf(html))]));
  const broken: string[] = [];
  const redirects = redirectsOf(dist).map((page) => [base + page.path.slice(1), page] as const);
  for (const [path, { html }] of [...pages, ...redirects]) {
    for (const address of addressesOf(html)) {
      const target = new URL(address, `http://site${path}`);
      if (target.host !== 'site') continue;
      const file = decodeURIComponent(target.pathname);
      const hash = decodeURIComponent(target.hash.slice(1));
      const exists = pages.has(file) || files.has(file);
      const anchored = hash === '' || !pages.has(file) || ids.get(file)?.has(hash);
      if (!exists || !anchored) broken.push(`${path} -> ${address}`);
    }
  }
  return broken;
}

/** Bytes as text; the fragments and indexes of the search are compressed. */
const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');

/** Every file of a built folder, and of the zip beside it, as text, by its name. */
export function textsOf(dist: string, zip?: string): Map<string, string> {
  const files = filesOf(dist).map((file) => [file, readFileSync(join(dist, file))] as const);
  const packed = zip === undefined ? [] : Object.entries(unzipSync(readFileSync(zip)));
  const named = packed.map(([name, bytes]) => [`zip: ${name}`, bytes] as const);
  return new Map([...files, ...named].map(([name, bytes]) => [name, textOf(bytes)]));
}

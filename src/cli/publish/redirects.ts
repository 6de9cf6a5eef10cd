import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { localAddress } from '@paper-factory/runners/schema';
import { collectionNames } from '../../content/collections.ts';
import type { LoadedRoot } from '../../content/types.ts';
import type { Address } from '../site/program.ts';
import { encodeEntities } from './markup.ts';

/** Old names that were an address: a step of a path. Others are names of files in the sources. */
const isStep = (alias: string): boolean => /^[A-Za-z0-9][\w.-]*$/.test(alias) && !/\.(?:html?|mdx?)$/i.test(alias);

/** From an old address to the one that took its place, both below the base. */
export type Redirects = Map<string, string>;

/** The old addresses of a public root: of entries, of their translations, and of the figures of experiments. */
export function redirectsOf(loaded: LoadedRoot): Redirects {
  const found: Redirects = new Map();
  for (const name of collectionNames) {
    for (const [id, { data }] of loaded[name]) {
      for (const alias of data.aliases.filter(isStep)) {
        const [from, to] = [`${name}/${alias.toLowerCase()}/`, `${name}/${id.toLowerCase()}/`];
        found.set(from, to);
        if (loaded.translations.has(`${name}/${id}`)) found.set(`zh/${from}`, `zh/${to}`);
        if (name !== 'experiments') continue;
        for (const figure of loaded.figures.values()) {
          if (figure.experiment !== id) continue;
          found.set(`figures/${alias.toLowerCase()}/${figure.name}/`, `figures/${id}/${figure.name}/`);
        }
      }
    }
  }
  return found;
}

function pageOf(path: string, { base, url }: Address, isChinese: boolean): string {
  const href = base + path;
  const [moved, lang] = isChinese ? ['页面已移动', 'zh-Hans'] : ['This page has moved', 'en'];
  const canonical =
    url === localAddress ? '' : `<link rel="canonical" href="${encodeEntities(new URL(href, url).href)}">`;
  const to = encodeEntities(href);
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta http-equiv="content-security-policy" content="default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${moved}</title><meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">${canonical}<noscript><meta http-equiv="refresh" content="0; url=${to}"></noscript></head><body><p>${moved}: <a href="${to}">${to}</a></p><script src="${encodeEntities(base)}moved.js"></script></body></html>\n`;
}

/** Writes a page at every old address, so that what leads there still arrives. @returns how many were written. */
export function writeRedirects(folder: string, redirects: Redirects, site: Address): number {
  let written = 0;
  for (const [from, to] of redirects) {
    const file = join(folder, from, 'index.html');
    // A page of its own goes before: an old name may be another's id now.
    if (existsSync(file) || !existsSync(join(folder, to, 'index.html'))) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, pageOf(to, site, from.startsWith('zh/')));
    written++;
  }
  return written;
}

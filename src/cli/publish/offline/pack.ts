import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { words } from '../../../site/text/words.ts';
import { filesBelow } from '../../files-below.ts';
import { classicScript, offlinePage, offlineStyles } from './page.ts';
import { createLocate } from './relative.ts';
import { listedPage, listScript, type ListedPage } from './search.ts';
import { writeZip, type ZipEntry } from './zip.ts';

/** Folder in the zip, so that unpacking makes one thing. */
const top = 'site';

const listFile = 'assets/search-list.js';
const searchFile = 'assets/search-offline.js';

/** What only a server makes use of: the fetched index, and addresses for machines. */
const isLeftOut = (file: string): boolean =>
  /^(?:pagefind\/|sitemap|feed\.xml$|robots\.txt$|404\.html$|CNAME$|\.)/.test(file);

/** The script of the search page, which fetches. */
const fetching = /<script defer[^>]*\ssrc="[^"]*search\.astro[^"]*"[^>]*><\/script>/;

/** What the search page says of itself: formulas and near words need the index that a server has. */
const aboutSearch = /(<h1>[^<]*<\/h1>\s*)<p class="muted text">[\s\S]*?<\/p>/;

/** The search page with the search that needs no server. */
function withSearch(
  html: string,
  file: string,
  locate: (address: string, from: string) => string | null,
  base: string,
): string {
  if (!/\sdata-search\b/.test(html)) return html;
  const [list, script, home] = [listFile, searchFile, ''].map((one) => locate(base + one, file)!);
  const t = words(/\sdata-locale="zh"/.test(html) ? 'zh' : 'en');
  const about = t(
    'Every page that has all of the words. This copy works without a server; the published site finds formulas, too.',
  );
  return html
    .replace(aboutSearch, `$1<p class="muted text">${about}</p>`)
    .replace(fetching, `<script defer src="${list}"></script><script defer src="${script}"></script>`)
    .replace(/(\sdata-search\b)/, `$1 data-top="${home!.replace(/index\.html$/, '')}"`);
}

/** @throws {Error} for a script that is bundled in parts: none of it would run from the file system. */
function classic(code: string, file: string): string {
  const script = classicScript(code);
  if (script === null) throw new Error(`${file} imports or exports, which no script from the file system can`);
  return script;
}

/**
 * Packs a built site so that it opens from the file system without a server. The same site gives the same bytes.
 * @param work Folder for the zip that is not whole yet.
 * @returns how many files, and how many bytes, the zip has.
 */
export function packOffline(
  dist: string,
  base: string,
  output: string,
  work: string,
): { files: number; bytes: number } {
  const files = filesBelow(dist).filter((file) => !isLeftOut(file));
  const locate = createLocate(base, new Set(files));
  const read = (file: string): string => readFileSync(join(dist, file), 'utf8');
  const listed: ListedPage[] = [];
  const text = (name: string, make: () => string): ZipEntry => ({
    name: `${top}/${name}`,
    bytes: () => new TextEncoder().encode(make()),
  });
  const entries = files.map((file): ZipEntry => {
    if (file.endsWith('.html')) {
      return text(file, () => {
        const html = read(file);
        const page = listedPage(file, html);
        if (page) listed.push(page);
        return withSearch(offlinePage(html, file, locate), file, locate, base);
      });
    }
    if (file.endsWith('.css')) return text(file, () => offlineStyles(read(file), file, locate));
    if (/^assets\/.*\.js$/.test(file)) return text(file, () => classic(read(file), file));
    return { name: `${top}/${file}`, bytes: () => readFileSync(join(dist, file)) };
  });
  const script = readFileSync(new URL('./search-script.js', import.meta.url), 'utf8');
  // Last: by then every page is listed.
  const added = [text(searchFile, () => script), text(listFile, () => listScript(listed))];
  const bytes = writeZip(output, [...entries, ...added], work);
  return { files: files.length + added.length, bytes };
}

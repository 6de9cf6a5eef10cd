import { decodeEntities, plainTextOf } from '../markup.ts';

/** A page as the search of an offline site knows it. */
export interface ListedPage {
  href: string;
  title: string;
  /** What it is about, in a sentence; may be empty. */
  description: string;
  language: string;
  /** Every word once, in small letters; Chinese as it is written, between its signs. */
  words: string;
}

const meta = (html: string, name: string): string | undefined =>
  new RegExp(`data-pagefind-meta="${name}:([^"]*)"`).exec(html)?.[1];

/** Drawings, heads of tables and the sources of formulas are no text to be found. */
const withoutIgnored = (html: string): string =>
  html
    .replace(/<(thead|nav|footer|script|style|svg)\b[\s\S]*?<\/\1>/g, ' ')
    .replace(/<annotation\b[\s\S]*?<\/annotation>/g, ' ');

/** The words of a page for the search without a server; null for one that is not to be found. */
export function listedPage(file: string, html: string): ListedPage | null {
  const main = /<main\b[^>]*data-pagefind-body[^>]*>([\s\S]*)<\/main>/.exec(html)?.[1];
  if (main === undefined) return null;
  const title = meta(html, 'title') ?? (/<title>([\s\S]*?)<\/title>/.exec(html)?.[1] ?? file).replace(/ · [^·]*$/, '');
  const description = /<meta name="description" content="([^"]*)"/.exec(html)?.[1] ?? '';
  const text = plainTextOf(withoutIgnored(main)).normalize('NFC').toLowerCase();
  const words = new Set(text.match(/\p{Script=Han}+|[^\s\p{Script=Han}\p{P}]+/gu) ?? []);
  return {
    href: file,
    title: decodeEntities(title),
    description: decodeEntities(description),
    language: meta(html, 'language') ?? 'en',
    words: [...words].sort().join(' '),
  };
}

/** The list as a script: a page from the file system may load one, and fetch nothing. */
export const listScript = (pages: readonly ListedPage[]): string =>
  `window.paperFactoryPages=${JSON.stringify(pages.map(({ href, title, language, words, description }) => [href, title, language, words, description]))};\n`;

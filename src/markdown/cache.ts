import { hash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { digestTextCode } from './code.ts';
import type { Heading, TextContext } from './context.ts';
import type { HoledHtml } from './holes.ts';

/** Where the rendered texts of a root are kept. */
export const textCacheOf = (root: string): string => join(root, '.factory', 'cache', 'markdown');

/** Folder of what this code has rendered: what other code has is not taken. */
const ownFolder = (folder: string): string => join(folder, digestTextCode().slice(0, 16));

/** A text as rendered, which follows from the text and the code alone. */
export interface RenderedText extends HoledHtml {
  headings: Heading[];
}

/** First line of a kept file; the HTML follows as it is. */
interface Head extends Omit<RenderedText, 'html'> {
  /** Length of the HTML: a part of it is not taken for the whole. */
  length: number;
}

function pathOf(folder: string, body: string, { format, lang, idPrefix }: TextContext): string {
  const parts = [format ?? 'md', lang ?? 'en', idPrefix ?? '', body];
  const key = hash('sha256', JSON.stringify(parts));
  return join(ownFolder(folder), key.slice(0, 2), `${key}.html`);
}

const isHead = (value: unknown): value is Head => {
  const head = value as Partial<Head> | null;
  return Array.isArray(head?.holes) && Array.isArray(head.headings) && typeof head.nonce === 'string';
};

/** Whether a text is kept, whole or not. */
export const isCached = (body: string, context: TextContext & { cacheFolder: string }): boolean =>
  existsSync(pathOf(context.cacheFolder, body, context));

/** The kept text, or null where there is none or it is broken. */
export function readCached(body: string, context: TextContext): RenderedText | null {
  if (!context.cacheFolder) return null;
  try {
    const kept = readFileSync(pathOf(context.cacheFolder, body, context), 'utf8');
    const end = kept.indexOf('\n');
    const head: unknown = JSON.parse(kept.slice(0, end));
    const html = kept.slice(end + 1);
    return isHead(head) && head.length === html.length ? { ...head, html } : null;
  } catch {
    return null;
  }
}

const tidied = new Set<string>();

/** Removes what other code has rendered, once. */
function removeOthers(folder: string): void {
  if (tidied.has(folder)) return;
  tidied.add(folder);
  const own = ownFolder(folder);
  for (const other of readdirSync(folder).map((name) => join(folder, name))) {
    if (other !== own) rmSync(other, { recursive: true, force: true });
  }
}

/** Keeps a text: a temporary file, then a rename, so that no reader sees half of it. A full disk is no error. */
export function writeCached(body: string, context: TextContext, { html, ...rest }: RenderedText): void {
  if (!context.cacheFolder) return;
  const path = pathOf(context.cacheFolder, body, context);
  const temporary = `${path}.${process.pid}-${threadId}.tmp`;
  const head: Head = { ...rest, length: html.length };
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, `${JSON.stringify(head)}\n${html}`);
    renameSync(temporary, path);
    removeOthers(context.cacheFolder);
  } catch {
    // The cache only saves time: a text that cannot be kept is rendered again.
  }
}

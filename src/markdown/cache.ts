import { hash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';
import type { Heading, RenderContext, Rendered } from './context.ts';
import { digestAnswers, type Recorded } from './recording.ts';

/** Digest of the code that renders texts, put in where the site is bundled. */
declare const __TEXT_PIPELINE__: string | undefined;
const pipeline = typeof __TEXT_PIPELINE__ === 'undefined' ? 'source' : __TEXT_PIPELINE__.slice(0, 16);

/** First line of a kept file; the HTML follows as it is. */
interface Head {
  asked: Recorded['asked'];
  /** Digest of the answers that the page was made from. */
  answers: string;
  headings: Heading[];
  /** Length of the HTML: a part of it is not taken for the whole. */
  length: number;
}

function pathOf(folder: string, body: string, { base, format, lang, idPrefix }: RenderContext): string {
  const parts = [base, format ?? 'md', lang ?? 'en', idPrefix ?? '', body];
  const key = hash('sha256', JSON.stringify(parts));
  return join(folder, pipeline, key.slice(0, 2), `${key}.html`);
}

const isHead = (value: unknown): value is Head => {
  const head = value as Partial<Head> | null;
  return Array.isArray(head?.asked) && Array.isArray(head.headings);
};

/** The kept page, or null where there is none, it is broken, or the evidence it shows has changed. */
export function readCached(body: string, context: RenderContext): Rendered | null {
  if (!context.cacheFolder) return null;
  try {
    const kept = readFileSync(pathOf(context.cacheFolder, body, context), 'utf8');
    const end = kept.indexOf('\n');
    const head: unknown = JSON.parse(kept.slice(0, end));
    const html = kept.slice(end + 1);
    if (!isHead(head) || head.length !== html.length) return null;
    return head.answers === digestAnswers(context.resolver, head.asked) ? { html, headings: head.headings } : null;
  } catch {
    return null;
  }
}

const tidied = new Set<string>();

/** Removes what other code has rendered, once. */
function removeOthers(folder: string): void {
  if (tidied.has(folder)) return;
  tidied.add(folder);
  for (const name of readdirSync(folder)) {
    if (name !== pipeline) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Keeps a page: a temporary file, then a rename, so that no reader sees half of it. A full disk is no error. */
export function writeCached(body: string, context: RenderContext, recorded: Recorded, rendered: Rendered): void {
  if (!context.cacheFolder) return;
  const path = pathOf(context.cacheFolder, body, context);
  const temporary = `${path}.${process.pid}-${threadId}.tmp`;
  const { html, headings } = rendered;
  const head: Head = { asked: recorded.asked, answers: recorded.digest(), headings, length: html.length };
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, `${JSON.stringify(head)}\n${html}`);
    renameSync(temporary, path);
    removeOthers(context.cacheFolder);
  } catch {
    // The cache only saves time: a page that cannot be kept is rendered again.
  }
}

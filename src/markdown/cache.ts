import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import type { RenderContext, Rendered } from './context.ts';
import type { Question } from './recording.ts';
import { digestAnswers } from './recording.ts';

/**
 * What the output depends on besides the text: raise the number when markup changes. A test compares the versions
 * with package.json.
 */
export const pipelineVersion = '4 katex 0.16.22 shiki 4.6.0';

interface Kept {
  asked: Question[];
  /** Digest of the answers that the page was made from. */
  answers: string;
  rendered: Rendered;
}

function pathOf(folder: string, body: string, { base, format, lang, idPrefix }: RenderContext): string {
  const parts = [pipelineVersion, base, format ?? 'md', lang ?? 'en', idPrefix ?? '', body];
  const key = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return join(folder, key.slice(0, 2), `${key}.json`);
}

const isKept = (value: unknown): value is Kept => {
  const kept = value as Kept | null;
  return Array.isArray(kept?.asked) && typeof kept.rendered?.html === 'string' && Array.isArray(kept.rendered.headings);
};

/** Whether a page of this text is kept, be it of these answers or of others. */
export const isRemembered = (body: string, context: RenderContext): boolean =>
  context.cacheFolder !== undefined && existsSync(pathOf(context.cacheFolder, body, context));

/** The kept page, or null where there is none, it is broken, or the evidence it shows has changed. */
export async function readCached(body: string, context: RenderContext): Promise<Rendered | null> {
  if (!context.cacheFolder) return null;
  try {
    const kept: unknown = JSON.parse(await readFile(pathOf(context.cacheFolder, body, context), 'utf8'));
    if (!isKept(kept) || kept.answers !== digestAnswers(context.resolver, kept.asked)) return null;
    return kept.rendered;
  } catch {
    return null;
  }
}

/** Keeps a page: a temporary file, then a rename, so that no reader sees half of it. A full disk is no error. */
export async function writeCached(
  body: string,
  context: RenderContext,
  asked: Question[],
  rendered: Rendered,
): Promise<void> {
  if (!context.cacheFolder) return;
  const path = pathOf(context.cacheFolder, body, context);
  const temporary = `${path}.${process.pid}-${threadId}.tmp`;
  const kept: Kept = { asked, answers: digestAnswers(context.resolver, asked), rendered };
  try {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(temporary, JSON.stringify(kept));
    await rename(temporary, path);
  } catch {
    // The cache only saves time: a page that cannot be kept is rendered again.
  }
}

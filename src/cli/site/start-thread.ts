import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { HandedRoot } from '../../site/judged.ts';
import type { LeftPages, RenderedPage } from './render-left.ts';
import { findLeftTexts, type LeftTexts } from './render-texts.ts';

/** Pages that a thread is given. */
export interface ThreadWork {
  handed: HandedRoot;
  left: LeftPages;
}

/** A thread that renders texts and then waits for pages. */
export interface Thread {
  /** Lets it render pages, and end with the last. Rejects with what stops the thread, now or before. */
  renderPages(work: ThreadWork, seen: (page: RenderedPage) => void): Promise<void>;
  stop(): Promise<void>;
}

/** Pages die young, but thousands that wait for it are hundreds of MiB. */
const maxYoungGenerationSizeMb = 24;

export function startThread(root: string, texts: LeftTexts | null): Thread {
  const file = new URL(`./page-thread${extname(import.meta.url)}`, import.meta.url);
  const worker = new Worker(file, {
    workerData: texts,
    env: { ...process.env, PAPER_FACTORY_ROOT: root },
    resourceLimits: { maxYoungGenerationSizeMb },
  });
  const ended = new Promise<Error | null>((resolve) => {
    worker.on('error', resolve);
    worker.on('exit', () => resolve(null));
  });
  return {
    async renderPages(work, seen) {
      worker.on('message', seen);
      worker.postMessage(work);
      const error = await ended;
      if (error) throw error;
    },
    async stop() {
      await worker.terminate();
    },
  };
}

/** Texts or pages for each of which a thread is worth its start. */
export const perThread = 60;
const mostThreads = 4;

/** How many threads are worth it beside this one. */
export const countOthers = (tasks: number, perThread: number): number =>
  Math.max(0, Math.min(availableParallelism(), mostThreads, Math.floor(tasks / perThread)) - 1);

/** Starts what can be rendered while a root is still loaded and judged: its texts, where many are new. */
export function startTextThreads(root: string): Thread[] {
  const texts = findLeftTexts(root, 2 * perThread);
  const count = texts ? countOthers(texts.files.length, perThread) : 0;
  return Array.from({ length: count }, () => startThread(root, texts));
}

import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { HandedRoot } from '../../site/judged.ts';
import type { LeftPages, RenderedPage } from './render-left.ts';
import type { LeftTexts } from './render-texts.ts';

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

export function startThread(texts: LeftTexts | null): Thread {
  const file = new URL(`./page-thread${extname(import.meta.url)}`, import.meta.url);
  const worker = new Worker(file, {
    workerData: texts,
    resourceLimits: { maxYoungGenerationSizeMb },
  });
  const ended = new Promise<Error | null>((resolve) => {
    worker.on('error', resolve);
    worker.on('exit', () => resolve(null));
  });
  return {
    async renderPages(work, seen) {
      worker.on('message', seen);
      try {
        worker.postMessage(work);
        const error = await ended;
        if (error) throw error;
      } finally {
        await worker.terminate();
      }
    },
    async stop() {
      await worker.terminate();
    },
  };
}

/** Texts or pages for each of which a thread is worth its start. */
export const perThread = 60;
const mostThreads = 4;

/** How many threads are worth it beside this one, with so many tasks for each. */
export const countOthers = (tasks: number, each: number): number =>
  Math.max(0, Math.min(availableParallelism(), mostThreads, Math.floor(tasks / each)) - 1);

/** Starts what can be rendered while a root is still loaded and judged: its texts, where there are many. */
export function startTextThreads(texts: LeftTexts): Thread[] {
  return Array.from({ length: countOthers(texts.files.length, perThread) }, () => startThread(texts));
}

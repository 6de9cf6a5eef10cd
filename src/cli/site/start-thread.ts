import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { HandedRoot } from '../../site/judged.ts';
import type { LeftPages, RenderedPage } from './render-left.ts';

/** What a thread is given. */
export interface ThreadWork {
  handed: HandedRoot;
  left: LeftPages;
}

/** Renders pages in a thread of its own, of the root that PAPER_FACTORY_ROOT names. Rejects with what stops the thread. */
export async function startThread(work: ThreadWork, seen: (page: RenderedPage) => void): Promise<void> {
  const file = new URL(`./page-thread${extname(import.meta.url)}`, import.meta.url);
  const worker = new Worker(file, { workerData: work });
  await new Promise<void>((resolve, reject) => {
    worker.on('message', seen);
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });
}

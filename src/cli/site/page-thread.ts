// A thread that renders texts as soon as a build begins, and then pages, of the root as the thread that started it has
// loaded and judged it.
import { parentPort, workerData } from 'node:worker_threads';
import { renderTexts, type LeftTexts } from './render-texts.ts';
import type { ThreadWork } from './start-thread.ts';

const port = parentPort!;

async function renderPages({ handed, left }: ThreadWork): Promise<void> {
  const { rememberingReader } = await import('../../markdown/remember.ts');
  const { shareJudged, shareReader, takeOver } = await import('../../site/judged.ts');
  const { openApp } = await import('./app.ts');
  const { renderLeft } = await import('./render-left.ts');
  const judged = takeOver(handed);
  const { root } = judged.loaded;
  // Not the root that the command was given, which may be a link: the model is of what was judged, or of nothing.
  process.env.PAPER_FACTORY_ROOT = root;
  shareJudged(root, judged);
  shareReader(rememberingReader(root).read);
  const app = await openApp(left.program);
  await renderLeft(app, await app.routes(), left, (page) => port.postMessage(page));
}

const given = new Promise<ThreadWork>((resolve) => port.once('message', resolve));
const texts = workerData as LeftTexts | null;
if (texts) await renderTexts(texts);
await renderPages(await given);

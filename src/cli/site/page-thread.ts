// A thread that renders pages, with the root as the thread that started it has loaded and judged it.
import { parentPort, workerData } from 'node:worker_threads';
import { rememberingReader } from '../../markdown/remember.ts';
import { shareJudged, shareReader, takeOver } from '../../site/judged.ts';
import { openApp } from './app.ts';
import { renderLeft } from './render-left.ts';
import type { ThreadWork } from './start-thread.ts';

const { handed, left } = workerData as ThreadWork;
const judged = takeOver(handed);
const { root } = judged.loaded;
shareJudged(root, judged);
shareReader(rememberingReader(root).read);
const app = await openApp(left.program);
await renderLeft(app, await app.routes(), left, (page) => parentPort!.postMessage(page));
